using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Torch.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>What is kept by level: made once, as much as there is room for, and given back.</summary>
public sealed class LevelTensorsTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly NoiseLevel[] Levels = [.. Enumerable.Range(1, 6).Select(static i => Process.At(0.1 * i))];

    private readonly List<string> made = [];

    [Fact]
    public void What_is_asked_for_is_made_once_and_in_the_order_of_its_levels()
    {
        using var kept = new LevelTensors<Kept>(Make);
        kept.Prepare([Levels[1], Levels[0], Levels[1]]);
        kept.Prepare([Levels[0], Levels[1]]);
        kept.Prepare([Levels[0], Levels[2], Levels[1], Levels[3]]);
        Assert.Equal(["2 1", "3 4"], made);
        Assert.Equal([1, 2, 3, 4], Levels[..4].Select(level => kept.Get(level).Level));
        Assert.Equal(["2 1", "3 4"], made);
        Assert.Equal(5, kept.Get(Levels[4]).Level);
        Assert.Same(kept.Get(Levels[4]), kept.Get(Levels[4]));
        Assert.Equal(["2 1", "3 4", "5"], made);
    }

    [Fact]
    public void As_many_are_prepared_as_there_is_room_for_and_one_more_empties_it()
    {
        using var kept = new LevelTensors<Kept>(Make, 3);
        Kept first = kept.Get(Levels[0]);
        kept.Prepare(Levels);
        Assert.Equal(["1", "2 3"], made);
        kept.Prepare(Levels);
        Assert.Equal(["1", "2 3"], made);
        Assert.False(first.IsGone);
        Assert.Same(first, kept.Get(Levels[0]));
        Assert.Equal(6, kept.Get(Levels[5]).Level);
        Assert.True(first.IsGone);
        Assert.Equal(["1", "2 3", "6"], made);
        kept.Prepare([Levels[1], Levels[2], Levels[3]]);
        Assert.Equal(["1", "2 3", "6", "2 3"], made);
    }

    [Fact]
    public void Room_for_one_keeps_the_last()
    {
        using var kept = new LevelTensors<Kept>(Make, 1);
        Kept first = kept.Get(Levels[0]);
        Assert.False(first.IsGone);
        Kept second = kept.Get(Levels[1]);
        Assert.Equal((true, false), (first.IsGone, second.IsGone));
        Assert.Equal(["1", "2"], made);
    }

    [Fact]
    public void All_are_given_back()
    {
        var kept = new LevelTensors<Kept>(Make);
        Kept[] values = [.. Levels.Select(kept.Get)];
        kept.Dispose();
        Assert.All(values, static value => Assert.True(value.IsGone));
        Assert.NotSame(values[0], kept.Get(Levels[0]));
        Assert.Equal(7, made.Count);
    }

    [Fact]
    public void Some_thousand_are_kept_where_nothing_else_is_said() => Assert.Equal(4096, LevelTensors<Kept>.Most);

    private IEnumerable<Kept> Make(IReadOnlyList<NoiseLevel> levels)
    {
        int[] numbers = [.. levels.Select(level => Array.IndexOf(Levels, level) + 1)];
        made.Add(string.Join(' ', numbers));
        return numbers.Select(static number => new Kept(number));
    }

    private sealed class Kept(int level) : IDisposable
    {
        public int Level { get; } = level;

        public bool IsGone { get; private set; }

        public void Dispose()
        {
            Assert.False(IsGone);
            IsGone = true;
        }
    }
}

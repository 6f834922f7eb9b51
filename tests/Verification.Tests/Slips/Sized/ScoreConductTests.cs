using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Runs;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>The laws of the kit for scores, which are not among the known properties, with slips of known amounts.</summary>
[Trait("Category", "Once")]
public sealed class ScoreConductTests
{
    private static readonly GaussianMixture Ring = GaussianMixture.Ring();
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void Every_law_of_the_kit_sees_the_smallest_slip_of_its_kind()
    {
        int asked = 0;
        var slips = new Dictionary<string, Action<Tile<double>>>
        {
            ["score-rows"] = static e => e.Values[^1] = e.Rows > 1 ? double.BitIncrement(e.Values[^1]) : e.Values[^1],
            ["score-finite"] = static e => e.Values[0] = double.PositiveInfinity,
            ["score-threads"] = e => e.Values[0] *= 1 + (1e-15 * (Interlocked.Increment(ref asked) % 7)),
            ["score-allocation"] = static e => GC.KeepAlive(new byte[1]),
        };
        foreach ((string law, Action<Tile<double>> slip) in slips)
        {
            Assert.Contains(law, Check(new SlippedScore(Ring.Score<double>()) { After = (_, e) => slip(e) }).Broken);
        }

        Assert.Contains("score-leaves-x", Check(new Touching(Ring.Score<double>())).Broken);
        Assert.Contains("score-own-levels", Check(new FirstLevelForAll(Ring)).Broken);
        string[] all = [.. Check(Ring.Score<double>()).Findings.Records.Select(static record => record.Property.Name)];
        Assert.Equal([.. slips.Keys, "score-gradient", "score-leaves-x", "score-own-levels"], all.Order(StringComparer.Ordinal).OrderBy(name => slips.ContainsKey(name) ? 0 : 1).ThenBy(name => slips.Keys.ToList().IndexOf(name)));
    }

    [Fact]
    public void A_gradient_off_by_two_tolerances_is_broken_and_by_half_of_one_is_not()
    {
        Assert.Equal(["score-gradient"], Check(Off(2e-6)).Broken);
        Assert.True(Check(Off(0.5e-6)).Conforms);
        PropertyRecord record = Check(Off(2e-6)).Findings.Records.Single(static record => record.Property.Name == "score-gradient");
        Assert.InRange(record.Result.Worst!.Value.Excess, 1, 2);
    }

    // ε of up to 1, whose tolerance is 1e-6 (1 + ε).
    private static SlippedScore Off(double share) => new(Ring.Score<double>())
    {
        After = (_, e) =>
        {
            foreach (ref double value in e.Values)
            {
                value += value < 0 ? -share : share;
            }
        },
    };

    private static ConformanceReport Check(IScoreFunction<Tile<double>> score) =>
        ScoreConformance.Check(score, Process, (x, level) => Ring.LogDensity(x, level), new PropertyContext { Cases = 10 });

    private sealed class Touching(IScoreFunction<Tile<double>> inner) : IScoreFunction<Tile<double>>
    {
        public int Dimension => inner.Dimension;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            inner.Evaluate(x, level, epsilon);
            x.Values[0] = double.BitIncrement(x.Values[0]);
        }
    }
}

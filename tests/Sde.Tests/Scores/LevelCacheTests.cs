using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Scores;

public sealed class LevelCacheTests
{
    private const int Bound = 16384;

    [Fact]
    public void A_level_is_made_once_until_the_bound_is_reached_and_again_after_it()
    {
        int made = 0;
        var cache = new LevelCache<int>(_ => made++);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < Bound; i++)
            {
                Assert.Equal(i, cache.Get(Level(i)));
            }

            Assert.Equal(Bound, made);
        }

        // One more empties it: old levels are made again, the new one is kept.
        Assert.Equal(Bound, cache.Get(Level(Bound)));
        Assert.Equal(Bound, cache.Get(Level(Bound)));
        Assert.Equal(Bound + 1, cache.Get(Level(0)));
    }

    [Fact]
    public void Large_values_are_kept_of_fewer_levels()
    {
        int made = 0;
        var cache = new LevelCache<int>(_ => made++, numbers: 1 << 17);
        for (int i = 0; i < 129; i++)
        {
            cache.Get(Level(i));
        }

        Assert.Equal(129, cache.Get(Level(0)));
        Assert.Equal(128, cache.Get(Level(128)));
    }

    private static NoiseLevel Level(int i) => new(i, 0, 1, 0);
}

using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Sampling;

namespace ScoreSde.Tests.Sampling;

public sealed class TilePlanTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithReplay(20261122, 7).WithMaxTest(500);

    [Fact]
    public void Tiles_cover_every_sample_once_and_in_order()
    {
        Arbitrary<int[]> runs = (
            from count in Gen.Choose(1, 40_000)
            from dimension in Gen.Choose(1, 3000)
            from threads in Gen.Choose(1, 16)
            select (int[])[count, dimension, threads]).ToArbitrary();
        Prop.ForAll(runs, run =>
        {
            TilePlan plan = TilePlan.For(run[0], run[1], new SamplerOptions { Threads = run[2] });
            int next = 0;
            for (int tile = 0; tile < plan.Tiles; tile++)
            {
                (int first, int rows) = plan.Tile(tile);
                Assert.Equal(next, first);
                Assert.InRange(rows, 1, plan.Rows);
                next += rows;
            }

            Assert.Equal(run[0], next);
            Assert.InRange(plan.Threads, 1, run[2]);
        }).Check(Replayed);
    }

    [Theory]
    [InlineData(2000, 64, 2)]
    [InlineData(300, 64, 2)]
    [InlineData(10_000, 2, 2)]
    [InlineData(1_000_000, 2, 8)]
    public void Every_worker_gets_nearly_the_same_number_of_samples(int count, int dimension, int threads)
    {
        TilePlan plan = TilePlan.For(count, dimension, new SamplerOptions { Threads = threads });

        // Tiles are taken in turn, so the fullest worker has the rows of ⌈tiles/threads⌉ tiles; the unit of 48 rows is what it may be over by.
        int rounds = (plan.Tiles + threads - 1) / threads;
        Assert.InRange((double)rounds * plan.Rows, (double)count / threads, ((double)count / threads) + (48 * rounds));
    }

    [Fact]
    public void A_given_tile_size_is_kept()
    {
        Assert.Equal(37, TilePlan.For(1000, 64, new SamplerOptions { TileRows = 37, Threads = 2 }).Rows);
        Assert.Equal(10, TilePlan.For(10, 64, new SamplerOptions { TileRows = 37, Threads = 2 }).Rows);
    }
}

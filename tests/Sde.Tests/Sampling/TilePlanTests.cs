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
            long next = 0;
            for (long tile = 0; tile < plan.Tiles; tile++)
            {
                (long first, int rows) = plan.Tile(tile);
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
        long rounds = (plan.Tiles + threads - 1) / threads;
        Assert.InRange((double)rounds * plan.Rows, (double)count / threads, ((double)count / threads) + (48 * rounds));
    }

    [Theory]
    [InlineData(1000, 3, 2, 40)]
    [InlineData(50, 7, 2, 40)]
    [InlineData(50, 7, 1, 40)]
    public void What_a_run_keeps_is_its_samples_and_twenty_four_states_of_every_row_in_hand(int count, int dimension, int threads, int rows)
    {
        var options = new SamplerOptions { Threads = threads, TileRows = rows };
        int inHand = Math.Min(count, threads * rows);
        Assert.Equal(inHand, SamplingMemory.RowsAtOnce(count, dimension, options));
        Assert.Equal(24.0 * inHand * dimension * sizeof(float), SamplingMemory.StreamBytes<float>(count, dimension, options));
        Assert.Equal(((24.0 * inHand) + count) * dimension * sizeof(double), SamplingMemory.Bytes<double>(count, dimension, options));
    }

    [Fact]
    public void A_given_tile_size_is_kept()
    {
        Assert.Equal(37, TilePlan.For(1000, 64, new SamplerOptions { TileRows = 37, Threads = 2 }).Rows);
        Assert.Equal(10, TilePlan.For(10, 64, new SamplerOptions { TileRows = 37, Threads = 2 }).Rows);
    }

    [Fact]
    public void A_tile_fits_the_cache_comes_in_whole_units_and_leaves_no_worker_a_round_more_than_it_must()
    {
        Arbitrary<int[]> runs = (
            from count in Gen.Choose(1, 40_000)
            from dimension in Gen.Choose(1, 3000)
            from threads in Gen.Choose(1, 16)
            select (int[])[count, dimension, threads]).ToArbitrary();
        Prop.ForAll(runs, static run =>
        {
            (int count, int dimension, int threads) = (run[0], run[1], run[2]);
            TilePlan plan = TilePlan.For(count, dimension, new SamplerOptions { Threads = threads });

            // 64 KiB of floats, but 32 rows at least and 2048 at most.
            int most = Math.Clamp(16384 / dimension, 32, 2048);
            int rounds = (count + (most * threads) - 1) / (most * threads);
            int rows = (count + (rounds * threads) - 1) / (rounds * threads);
            Assert.InRange(plan.Rows, Math.Min(rows, count), most);
            Assert.InRange(plan.Tiles, 1, rounds * threads);
            Assert.True(plan.Rows % 6 == 0 || plan.Rows == count || plan.Rows == rows);
            int over = plan.Rows - rows;
            Assert.True(over <= rows / 8 && over < (plan.Rows % 48 == 0 ? 48 : 6));
            int unit = (rows + 47) / 48 * 48;
            Assert.True(plan.Rows == Math.Min(unit, count) || unit > most || 8 * (unit - rows) > rows - 8, "whole units of 48 where they cost little");
            Assert.Equal(Math.Min(threads, plan.Tiles), plan.Threads);
        }).Check(Replayed);
    }

    [Theory]
    [InlineData(1000, 1, 1, 1000)]
    [InlineData(8192, 1, 4, 2048)]
    [InlineData(8193, 1, 4, 1056)]
    [InlineData(320, 3000, 10, 32)]
    [InlineData(1000, 20, 1, 528)]
    [InlineData(480, 128, 4, 120)]
    [InlineData(96, 64, 2, 48)]
    [InlineData(97, 64, 2, 54)]
    [InlineData(100, 64, 2, 54)]
    [InlineData(200, 64, 2, 102)]
    [InlineData(86, 64, 2, 48)]
    [InlineData(84, 64, 2, 42)]
    [InlineData(1000, 64, 2, 252)]
    [InlineData(22, 64, 2, 12)]
    [InlineData(20, 64, 2, 10)]
    [InlineData(20, 64, 1, 20)]
    public void The_rows_of_a_tile_are(int count, int dimension, int threads, int rows) =>
        Assert.Equal(rows, TilePlan.For(count, dimension, new SamplerOptions { Threads = threads }).Rows);

    [Fact]
    public void Unless_told_otherwise_every_processor_works() =>
        Assert.Equal(Environment.ProcessorCount, TilePlan.For(1_000_000, 2, new SamplerOptions()).Threads);

    [Fact]
    public void The_greatest_run_is_planned_without_overflow()
    {
        TilePlan plan = TilePlan.For(int.MaxValue, 1, new SamplerOptions { Threads = 16 });
        Assert.Equal(2048, plan.Rows);
        Assert.Equal(1 << 20, plan.Tiles);
        (long first, int rows) = plan.Tile(plan.Tiles - 1);
        Assert.Equal(int.MaxValue, first + rows);
    }
}

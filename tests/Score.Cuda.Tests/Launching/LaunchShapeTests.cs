using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Launching;

/// <summary>Blocks that fit a multiprocessor and keep all of them at work.</summary>
public sealed class LaunchShapeTests
{
    private const int Multiprocessors = 132;
    private const int Shared = 227 * 1024;

    [Theory]
    [InlineData(128, 2, 10_000, 80, 5, 256)]
    [InlineData(512, 64, 2_000, 16, 4, 256)]
    public void A_batch_of_one_wave_is_dealt_out_evenly(int width, int dimension, int rows, int blockRows, int tileRows, int threads)
    {
        LaunchShape shape = LaunchShape.For(new KernelSettings(false, dimension, 3) { Width = width, Depth = 3 }, rows, Multiprocessors, Shared);
        Assert.Equal((blockRows, tileRows, threads, true), (shape.Rows, shape.TileRows, shape.Threads, shape.StatesShared));
        Assert.InRange(shape.Blocks(rows), Multiprocessors * 9 / 10, Multiprocessors);
    }

    [Theory]
    [InlineData(128, 2, 10_000, 80)]
    [InlineData(512, 64, 2_000, 16)]
    public void Tensor_cores_take_rows_in_sixteens(int width, int dimension, int rows, int blockRows)
    {
        LaunchShape shape = LaunchShape.For(new KernelSettings(false, dimension, 3) { Width = width, Depth = 3, Products = 3 }, rows, Multiprocessors, Shared);
        Assert.Equal((blockRows, 256), (shape.Rows, shape.Threads));
    }

    [Fact]
    public void Every_shape_obeys_the_kernel_and_the_device()
    {
        foreach (int width in new[] { 8, 24, 64, 128, 512, 1024, 2048 })
        {
            foreach (int rows in new[] { 1, 7, 100, 10_000, 1_000_000 })
            {
                foreach (bool isDouble in new[] { false, true })
                {
                    foreach ((int dimension, int slots) in new[] { (1, 2), (64, 12), (3072, 5) })
                    {
                        var settings = new KernelSettings(isDouble, dimension, slots) { Width = width, Depth = 2, IsGuided = true };
                        LaunchShape shape = LaunchShape.For(settings, rows, Multiprocessors, Shared);
                        Assert.InRange(shape.Threads, 1, 1024);
                        Assert.InRange(shape.SharedBytes, 0, Shared);
                        Assert.Equal(settings.SharedBytes(shape.Rows, shape.StatesShared), shape.SharedBytes);
                        Assert.Contains(shape.TileRows, new[] { 1, 2, 3, 4, 5, 6, 8, 10 });
                        Assert.Equal(0, shape.Rows % shape.TileRows);
                        Assert.Equal(width / 8 * (shape.Rows / shape.TileRows), shape.Threads);
                    }
                }
            }
        }
    }

    [Fact]
    public void States_that_do_not_fit_lie_in_the_memory_of_the_device() =>
        Assert.False(LaunchShape.For(new KernelSettings(false, 60_000, 4) { Width = 64, Depth = 1 }, 100, Multiprocessors, Shared).StatesShared);

    [Theory]
    [InlineData(20_000)]
    [InlineData(5)]
    [InlineData(10_000_000)]
    public void A_sample_of_a_mixture_is_a_thread(int rows)
    {
        LaunchShape shape = LaunchShape.For(new KernelSettings(false, 2, 2) { Components = 8 }, rows, Multiprocessors, Shared);
        Assert.Equal(shape.Rows, shape.Threads);
        Assert.Equal(0, shape.Rows % 32);
        Assert.InRange(shape.Threads, 32, 1024);
    }

    [Fact]
    public void What_no_block_holds_is_refused() =>
        Assert.Throws<NotSupportedException>(() => LaunchShape.For(new KernelSettings(false, 2, 2) { Width = 8200, Depth = 1 }, 100, Multiprocessors, Shared));

    [Fact]
    public void The_kernel_is_told_all_that_it_asks_for()
    {
        var settings = new KernelSettings(false, 2, 3) { Width = 128, Depth = 3, Classes = 10, IsGuided = true };
        IReadOnlyList<string> all = settings.Definitions(LaunchShape.For(settings, 10_000, Multiprocessors, Shared));
        Assert.Equal(
            "REAL=float MODEL=0 DIMENSION=2 SLOTS=3 ROWS=80 THREADS=256 STATES_SHARED=1 SHARED_BYTES=44032 WIDTH=128 DEPTH=3 CLASSES=10 GUIDED=1 TILE_ROWS=5 AHEAD=8 PRODUCTS=0",
            string.Join(' ', all));
        Assert.Equal("MODEL=1 COMPONENTS=8", string.Join(' ', new KernelSettings(true, 2, 2) { Components = 8 }
            .Definitions(new LaunchShape(32, 1, 32, true, 0)).Where(static one => one.StartsWith("MODEL", StringComparison.Ordinal) || one.StartsWith("COMP", StringComparison.Ordinal))));
    }
}

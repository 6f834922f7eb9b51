using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Launching;

/// <summary>Shapes at the limits of registers, threads and shared memory.</summary>
[Trait("Category", "Once")]
public sealed class LaunchShapeBoundsTests
{
    private const int Shared = 227 * 1024;

    // A thread has 65536 / threads registers, at most 255; 40 are taken and 8 for each of its rows, in double 16. Two sets of eight weights for each input ahead.
    [Theory]
    [InlineData(1, 372, 4, 8)]
    [InlineData(1, 374, 4, 4)]
    [InlineData(1, 585, 4, 4)]
    [InlineData(1, 586, 4, 2)]
    [InlineData(1, 819, 4, 2)]
    [InlineData(1, 820, 4, 1)]
    [InlineData(10, 128, 4, 8)]
    [InlineData(11, 128, 4, 4)]
    [InlineData(1, 64, 8, 4)]
    [InlineData(5, 128, 8, 4)]
    [InlineData(1, 356, 8, 4)]
    [InlineData(1, 357, 8, 2)]
    [InlineData(1, 546, 8, 2)]
    [InlineData(1, 547, 8, 1)]
    public void Inputs_are_fetched_ahead_as_far_as_registers_go(int tileRows, int threads, int numberBytes, int ahead) =>
        Assert.Equal(ahead, new LaunchShape(tileRows, tileRows, threads, true, 0).InputsAhead(numberBytes));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(48, 1)]
    [InlineData(49, 2)]
    [InlineData(4_800_000_000, 100_000_000)]
    public void The_last_block_may_be_short(long rows, int blocks) => Assert.Equal(blocks, new LaunchShape(48, 1, 256, true, 0).Blocks(rows));

    // Sixteen threads for a row of tiles; a prime number of such rows leaves one tile alone within 65536 registers.
    [Theory]
    [InlineData(310, 10, 496)]
    [InlineData(296, 8, 592)]
    [InlineData(258, 6, 688)]
    [InlineData(235, 5, 752)]
    [InlineData(212, 4, 848)]
    [InlineData(183, 3, 976)]
    [InlineData(122, 2, 976)]
    [InlineData(61, 1, 976)]
    public void Each_tile_is_taken_where_no_other_goes(int rows, int tileRows, int threads)
    {
        LaunchShape shape = LaunchShape.OfRows(new KernelSettings(false, 2, 3) { Width = 128, Depth = 1 }, rows, Shared);
        Assert.Equal((rows, tileRows, threads), (shape.Rows, shape.TileRows, shape.Threads));
    }

    // Ten rows of a thread take 120 registers, in double 200: 546 and 327 threads.
    [Theory]
    [InlineData(false, 5460, 546)]
    [InlineData(true, 3270, 327)]
    public void Registers_bound_the_threads_of_a_block(bool isDouble, int rows, int threads)
    {
        var settings = new KernelSettings(isDouble, 2, 3) { Width = 8, Depth = 1 };
        LaunchShape shape = LaunchShape.OfRows(settings, rows, Shared);
        Assert.Equal((10, threads, false), (shape.TileRows, shape.Threads, shape.StatesShared));
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => LaunchShape.OfRows(settings, rows + 10, 2 * Shared));
        Assert.Equal($"A block cannot have {rows + 10} samples of this model.", refusal.Message);
    }

    [Fact]
    public void The_widest_network_takes_all_registers_of_a_block()
    {
        // 3 · 8 + 40 = 64 registers of 1024 threads.
        LaunchShape shape = LaunchShape.OfRows(new KernelSettings(false, 2, 3) { Width = 8192, Depth = 1 }, 3, Shared);
        Assert.Equal((3, 1024), (shape.TileRows, shape.Threads));
    }

    // Least of warps for each of four schedulers, at least two, times 8 a row, 2 for each four rows and 8.
    [Theory]
    [InlineData(1024, 2, 3, false, 2_000, 8, 16, 8, 256, true)]
    [InlineData(128, 256, 4, true, 100_000, 8, 160, 10, 256, false)]
    [InlineData(1024, 256, 4, true, 300, 132, 4, 2, 256, true)]
    [InlineData(256, 1024, 3, false, 300, 8, 40, 5, 256, false)]
    [InlineData(1024, 256, 4, true, 100_000, 8, 12, 6, 256, true)]
    [InlineData(8, 2, 3, true, 100_000, 132, 759, 3, 253, true)]
    [InlineData(8, 256, 4, false, 2_000, 132, 16, 1, 16, true)]
    [InlineData(1024, 1024, 3, true, 300, 8, 20, 10, 256, false)]
    [InlineData(8, 256, 4, true, 100_000, 8, 2_500, 10, 250, false)]
    [InlineData(152, 400, 3, true, 3_000, 132, 24, 2, 228, false)]
    [InlineData(344, 400, 3, true, 3_000, 16, 64, 8, 344, false)]
    [InlineData(560, 400, 3, true, 300, 16, 10, 2, 350, true)]
    [InlineData(152, 400, 3, true, 9_000, 16, 114, 6, 361, false)]
    [InlineData(264, 64, 3, false, 9_000, 4, 120, 8, 495, true)]
    [InlineData(72, 400, 3, false, 9_000, 16, 284, 4, 639, false)]
    public void The_cheapest_shape_is_taken(
        int width, int dimension, int slots, bool isDouble, int rows, int multiprocessors, int blockRows, int tileRows, int threads, bool shared)
    {
        var settings = new KernelSettings(isDouble, dimension, slots) { Width = width, Depth = 1 };
        LaunchShape shape = LaunchShape.For(settings, rows, multiprocessors, Shared);
        Assert.Equal((blockRows, tileRows, threads, shared), (shape.Rows, shape.TileRows, shape.Threads, shape.StatesShared));
    }

    [Fact]
    public void The_most_threads_and_shared_memory_of_a_device_are_allowed_and_no_more()
    {
        // 61 samples: 61 · 16 threads, 61 · 2 · 3 · 4 = 1464 bytes of states, in sixteens 1472, and 128 · 61 · 4 = 31232 of activations.
        var settings = new KernelSettings(false, 2, 3) { Width = 128, Depth = 1 };
        Assert.Equal(new LaunchShape(61, 1, 976, true, 32704), LaunchShape.OfRows(settings, 61, 32704, 976));
        Assert.Equal(new LaunchShape(61, 1, 976, false, 31232), LaunchShape.OfRows(settings, 61, 32703, 976));
        Assert.Throws<NotSupportedException>(() => LaunchShape.OfRows(settings, 61, 31231, 976));
        Assert.Throws<NotSupportedException>(() => LaunchShape.OfRows(settings, 61, 32704, 975));

        // One row of tiles of one sample: 16 threads and 512 bytes, with 24 bytes of states in sixteens 544.
        Assert.Equal(new LaunchShape(1, 1, 16, true, 544), LaunchShape.For(settings, 1, 1, 544, 16));
        Assert.Equal(new LaunchShape(1, 1, 16, false, 512), LaunchShape.For(settings, 1, 1, 543, 16));
        Assert.Throws<NotSupportedException>(() => LaunchShape.For(settings, 1, 1, 511, 16));
        Assert.Throws<NotSupportedException>(() => LaunchShape.For(settings, 1, 1, 544, 15));
    }

    // Sums of a block's 256 threads: width · rows / 256 at most 96, or 176 where sixteen rows are all.
    [Theory]
    [InlineData(512, 48, true)]
    [InlineData(512, 64, false)]
    [InlineData(128, 192, true)]
    [InlineData(128, 208, false)]
    [InlineData(128, 24, false)]
    [InlineData(2816, 16, true)]
    [InlineData(2816, 32, false)]
    [InlineData(2832, 16, false)]
    public void Tensor_cores_hold_so_many_rows(int width, int rows, bool fits)
    {
        var settings = new KernelSettings(false, 2, 3) { Width = width, Depth = 1, Products = 1 };
        if (fits)
        {
            LaunchShape shape = LaunchShape.OfRows(settings, rows, Shared);
            Assert.Equal((rows, 1, 256), (shape.Rows, shape.TileRows, shape.Threads));
        }
        else
        {
            Assert.Throws<NotSupportedException>(() => LaunchShape.OfRows(settings, rows, Shared));
        }
    }

    [Fact]
    public void What_is_too_wide_is_refused_in_a_sentence()
    {
        Assert.Equal(
            "A width of 2880 is too large for products in bfloat16; take the exact ones.",
            Assert.Throws<NotSupportedException>(() => LaunchShape.For(new KernelSettings(false, 2, 2) { Width = 2880, Products = 1 }, 100, 132, Shared)).Message);
        Assert.Equal(
            "A block of threads of this device does not hold a model of 8200 units.",
            Assert.Throws<NotSupportedException>(() => LaunchShape.For(new KernelSettings(false, 2, 2) { Width = 8200 }, 100, 132, Shared)).Message);
    }

    // A sixteenth of a multiprocessor's samples in whole warps, between one warp and eight.
    [Theory]
    [InlineData(1, 10, 32)]
    [InlineData(10_239, 10, 32)]
    [InlineData(10_240, 10, 64)]
    [InlineData(40_799, 10, 224)]
    [InlineData(40_960, 10, 256)]
    [InlineData(46_080, 10, 256)]
    [InlineData(1_000_000, 10, 256)]
    public void Blocks_of_a_mixture_grow_with_the_launch(long rows, int multiprocessors, int blockRows)
    {
        LaunchShape shape = LaunchShape.For(new KernelSettings(false, 2, 2) { Components = 8 }, rows, multiprocessors, Shared);
        Assert.Equal((blockRows, 1, blockRows, true, blockRows * 16), (shape.Rows, shape.TileRows, shape.Threads, shape.StatesShared, shape.SharedBytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(256)]
    public void A_block_of_a_mixture_may_be_asked_for(int rows) =>
        Assert.Equal((rows, rows), (Mixture(rows).Rows, Mixture(rows).Threads));

    [Theory]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(48)]
    [InlineData(288)]
    public void Other_blocks_of_a_mixture_are_refused(int rows) => Assert.Throws<NotSupportedException>(() => Mixture(rows));

    private static LaunchShape Mixture(int rows) => LaunchShape.OfRows(new KernelSettings(false, 2, 2) { Components = 8 }, rows, Shared);
}

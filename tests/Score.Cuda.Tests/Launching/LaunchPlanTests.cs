using ScoreSde.Cuda;
using ScoreSde.Cuda.Launching;

namespace ScoreSde.Tests.Launching;

/// <summary>How a run is split, and what its parts need.</summary>
[Trait("Category", "Once")]
public sealed class LaunchPlanTests
{
    private const long Plenty = 1L << 40;

    private static readonly KernelSettings Settings = new(false, 10, 3) { Components = 4 };
    private static readonly DeviceFacts Facts = new("a card", 2, 100_000, 1024, 90);

    // 32 blocks of 32 samples for each of two multiprocessors, unless rows are asked for.
    [Theory]
    [InlineData(1_000_000, 0, 2048)]
    [InlineData(2049, 0, 2048)]
    [InlineData(2047, 0, 2047)]
    [InlineData(100, 0, 100)]
    [InlineData(1_000_000, 5000, 5000)]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(100, 5000, 100)]
    public void Launches_are_as_long_as_the_device_is_wide(int count, int batch, int rows) =>
        Assert.Equal(new LaunchPlan(rows, new LaunchShape(32, 1, 32, true, 3840)), Plan(count, Plenty, batch));

    // 32 samples of ten floats and a label, 1408 bytes, in four fifths of the memory; their three states are 3840 more where they lie outside.
    [Theory]
    [InlineData(1760, 100_000, 32)]
    [InlineData(3519, 100_000, 32)]
    [InlineData(3521, 100_000, 64)]
    [InlineData(6561, 0, 32)]
    [InlineData(13_121, 0, 64)]
    [InlineData(13_119, 0, 32)]
    public void Launches_fit_in_memory(long free, int shared, int rows) =>
        Assert.Equal(rows, LaunchPlan.For(Settings, 1000, Facts with { SharedBytes = shared }, free, new CudaSamplerOptions { BlockRows = 32, BatchRows = 500 }).Rows);

    [Theory]
    [InlineData(1759, 100_000)]
    [InlineData(6559, 0)]
    public void Too_little_memory_for_a_block_is_refused(long free, int shared)
    {
        CudaMemoryException refusal = Assert.Throws<CudaMemoryException>(() =>
            LaunchPlan.For(Settings, 1000, Facts with { SharedBytes = shared }, free, new CudaSamplerOptions { BlockRows = 32 }));
        Assert.Equal("There is not enough memory on a card for 32 samples at once.", refusal.Message);
    }

    [Fact]
    public void Fewer_than_no_rows_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Plan(100, Plenty, -1));

    [Fact]
    public void The_shape_is_chosen_for_the_rows_of_a_launch()
    {
        // 2048 samples for two multiprocessors are 64 for each of sixteen blocks.
        Assert.Equal(64, LaunchPlan.For(Settings, 1_000_000, Facts, Plenty, new CudaSamplerOptions { BatchRows = 2048 }).Shape.Rows);
        Assert.Equal(32, LaunchPlan.For(Settings, 1_000_000, Facts, Plenty, new CudaSamplerOptions { BatchRows = 1024 }).Shape.Rows);
        Assert.Equal(16, LaunchPlan.For(Settings, 1_000, Facts with { Threads = 31 }, Plenty, new CudaSamplerOptions()).Shape.Threads);
        Assert.Throws<NotSupportedException>(() => LaunchPlan.For(Settings, 1_000, Facts with { Threads = 31 }, Plenty, new CudaSamplerOptions { BlockRows = 32 }));
    }

    [Fact]
    public void Scratch_has_room_for_whole_blocks()
    {
        var shape = new LaunchShape(32, 1, 32, false, 0);
        Assert.Equal(128 * 120, new LaunchPlan(100, shape).ScratchBytes(Settings));
        Assert.Equal(96 * 160, new LaunchPlan(96, shape).ScratchBytes(Settings with { IsGuided = true }));
    }

    [Theory]
    [InlineData(false, false, 120)]
    [InlineData(true, false, 240)]
    [InlineData(false, true, 160)]
    public void Guidance_keeps_one_more_state(bool isDouble, bool isGuided, long bytes) =>
        Assert.Equal(bytes, (Settings with { IsDouble = isDouble, IsGuided = isGuided }).StateBytes);

    // States in whole sixteens of bytes; activations of an odd number of rows, or of both halves with eight more numbers a row.
    [Theory]
    [InlineData(0, 0, 4, 4, true, 16)]
    [InlineData(0, 0, 4, 5, true, 32)]
    [InlineData(0, 0, 4, 5, false, 0)]
    [InlineData(0, 0, 8, 2, true, 16)]
    [InlineData(8, 0, 4, 4, false, 160)]
    [InlineData(8, 0, 4, 5, false, 160)]
    [InlineData(8, 0, 8, 4, true, 352)]
    [InlineData(64, 1, 4, 16, false, 2304)]
    [InlineData(64, 3, 4, 16, true, 4672)]
    public void Shared_memory_of_a_block(int width, int products, int numberBytes, int rows, bool statesShared, long bytes) =>
        Assert.Equal(bytes, new KernelSettings(numberBytes == 8, 1, 1) { Width = width, Products = products }.SharedBytes(rows, statesShared));

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 64)]
    [InlineData(3, 64)]
    public void Widths_are_padded_for_the_kind_of_product(int products, int unit) => Assert.Equal(unit, KernelSettings.WidthUnit(products));

    private static LaunchPlan Plan(int count, long free, int batch) =>
        LaunchPlan.For(Settings, count, Facts, free, new CudaSamplerOptions { BlockRows = 32, BatchRows = batch });
}

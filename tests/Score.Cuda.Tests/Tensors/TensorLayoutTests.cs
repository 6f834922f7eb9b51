using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Cuda.Tensors;

namespace ScoreSde.Tests.Tensors;

/// <summary>Structures as tensors.cu reads them, and how its kernels are compiled and dealt out.</summary>
[Trait("Category", "Once")]
public sealed class TensorLayoutTests
{
    [Fact]
    public void An_order_to_walk_has_40_bytes()
    {
        Assert.Equal(40, Unsafe.SizeOf<WalkOrder>());
        WalkOrder[] order = [new() { Target = 7, Scale = 0.5, Interval = 3, Purpose = 4, Kind = WalkKind.AddedNoise, First = 5, Terms = 6, Padding = 9 }];
        Assert.Equal(7, MemoryMarshal.Cast<WalkOrder, long>(order)[0]);
        Assert.Equal(0.5, MemoryMarshal.Cast<WalkOrder, double>(order)[1]);
        Assert.Equal([3, 4, 2, 5, 6, 9], MemoryMarshal.Cast<WalkOrder, int>(order)[4..10].ToArray());
    }

    [Fact]
    public void Kinds_have_the_kernel_s_numbers() => Assert.Equal([0, 1, 2], [(int)WalkKind.Sum, (int)WalkKind.NewNoise, (int)WalkKind.AddedNoise]);

    [Fact]
    public void Structures_have_the_kernel_s_sizes()
    {
        // Eight orders of 40 bytes, 32 addresses and 32 weights of 8, five numbers of 8.
        Assert.Equal((8 * 40) + (32 * 8) + (32 * 8) + (5 * 8), Unsafe.SizeOf<WalkArguments>());
        Assert.Equal((6 * 8) + (4 * 4), Unsafe.SizeOf<RatioArguments>());
        Assert.Equal((5 * 8) + (2 * 4), Unsafe.SizeOf<JoinArguments>());
        Assert.Equal((8 * 8) + (6 * 4), Unsafe.SizeOf<NormArguments>());
        Assert.Equal((5 * 8) + (4 * 4), Unsafe.SizeOf<FewArguments>());
    }

    [Theory]
    [InlineData(0L, 1)]
    [InlineData(1L, 1)]
    [InlineData(255L, 1)]
    [InlineData(256L, 1)]
    [InlineData(257L, 2)]
    [InlineData(512L, 2)]
    [InlineData(513L, 3)]
    [InlineData(4294967295L, 16777216)]
    public void Blocks_have_256_threads(long items, int blocks) => Assert.Equal(blocks, TensorKernel.Blocks(items));

    [Fact]
    public void More_items_than_a_word_counts_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TensorKernel.Blocks(4294967296L));

    [Fact]
    public void One_access_takes_16_bytes() => Assert.Equal((2, 4), (TensorKernel.MostPack(isDouble: true), TensorKernel.MostPack(isDouble: false)));

    [Fact]
    public void Definitions_name_what_a_kernel_has()
    {
        Assert.Equal("REAL=float PACK=4", Told(new TensorKernel("join_states", false, 4)));
        Assert.Equal("REAL=double PACK=2 GROUP=1", Told(new TensorKernel("norm_groups", true, 2, Group: 1)));
        Assert.Equal("REAL=float PACK=1 FEW=1", Told(new TensorKernel("spread_pictures", false, 1, Few: 1)));

        static string Told(TensorKernel kernel) => string.Join(' ', kernel.Definitions);
    }

    [Fact]
    public void The_source_is_its_parts_in_order()
    {
        int[] places =
        [
            .. new[] { "#line 1 \"tensors.contract.cu\"\n", "#line 1 \"philox.cu\"\n", "#line 1 \"tensors.cu\"\n" }.Select(
                static line => TensorSource.Text.IndexOf(line, StringComparison.Ordinal)),
        ];
        Assert.Equal(0, places[0]);
        Assert.True(places[0] < places[1] && places[1] < places[2]);
    }
}

using System.Numerics;
using ScoreSde.MatrixKernels;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.MatrixKernels;

public sealed class RowKernelsTests
{
    [Fact]
    public void Float_kernels_have_the_bits_of_the_scalar_operations_for_every_tail() => Compare<float>();

    [Fact]
    public void Double_kernels_have_the_bits_of_the_scalar_operations_for_every_tail() => Compare<double>();

    private static void Compare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int length = 0; length <= 70; length++)
        {
            T[] a = TestNetworks.Batch<T>(length, 1);
            T[] b = TestNetworks.Batch<T>(length, 2);
            T[] c = TestNetworks.Batch<T>(length, 3);
            var target = new T[length];
            RowKernels.Add<T>(a, b, target);
            Assert.Equal(a.Zip(b, (x, y) => x + y), target);
            RowKernels.Multiply<T>(a, b, target);
            Assert.Equal(a.Zip(b, (x, y) => x * y), target);
            RowKernels.MultiplyAdd<T>(a, b, c, target);
            Assert.Equal(a.Zip(b, c).Select(t => T.FusedMultiplyAdd(t.First, t.Second, t.Third)), target);
            T factor = T.CreateTruncating(0.3);
            T targetFactor = T.CreateTruncating(-0.7);
            T[] expected = [.. a.Zip(target, (x, y) => T.FusedMultiplyAdd(factor, x, targetFactor * y))];
            RowKernels.Combine(factor, a, targetFactor, target);
            Assert.Equal(expected, target);
        }
    }
}

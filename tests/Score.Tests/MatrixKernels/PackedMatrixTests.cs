using System.Numerics;
using ScoreSde.MatrixKernels;
using ScoreSde.Tests.Networks;

namespace ScoreSde.Tests.MatrixKernels;

public sealed unsafe class PackedMatrixTests
{
    [Fact]
    public void Packing_a_matrix_and_its_transpose_give_the_same_panels_for_every_size()
    {
        for (int size = 1; size <= 70; size++)
        {
            Compare<float>((size * 11 % 40) + 1, size);
            Compare<double>((size * 7 % 40) + 1, size);
        }

        // So large that it is written past the caches, with an end of less than a panel.
        Compare<float>(370, 390);
        Compare<double>(130, 520);
    }

    private static void Compare<T>(int inner, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] matrix = TestNetworks.Batch<T>(inner * size, size);
        var transposed = new T[matrix.Length];
        for (int k = 0; k < inner; k++)
        {
            for (int column = 0; column < size; column++)
            {
                transposed[(column * inner) + k] = matrix[(k * size) + column];
            }
        }

        // In two parts each, of which the second is packed first.
        var packed = new PackedMatrix<T>(inner, size);
        var again = new PackedMatrix<T>(inner, size);
        int half = inner / 2;
        packed.Pack(matrix, half, inner - half);
        packed.Pack(matrix, 0, half);
        int third = size / 3;
        again.PackTransposed(transposed, third, size - third);
        again.PackTransposed(transposed, 0, third);
        AssertPanels(matrix, packed);
        AssertPanels(matrix, again);
    }

    private static void AssertPanels<T>(T[] matrix, PackedMatrix<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = Panels.Columns<T>();
        for (int k = 0; k < packed.Inner; k++)
        {
            for (int column = 0; column < packed.PaddedColumns; column++)
            {
                T value = packed.Pointer[(column / panel * panel * packed.Inner) + (k * panel) + (column % panel)];
                Assert.Equal(column < packed.Columns ? matrix[(k * packed.Columns) + column] : T.Zero, value);
            }
        }

        GC.KeepAlive(packed);
    }
}

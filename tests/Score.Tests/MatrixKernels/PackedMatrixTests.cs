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
            int inner = (size * 11 % 40) + 1;
            float[] matrix = TestNetworks.Batch<float>(inner * size, size);
            var transposed = new float[matrix.Length];
            for (int k = 0; k < inner; k++)
            {
                for (int column = 0; column < size; column++)
                {
                    transposed[(column * inner) + k] = matrix[(k * size) + column];
                }
            }

            var packed = new PackedMatrix<float>(inner, size);
            var again = new PackedMatrix<float>(inner, size);
            packed.Pack(matrix);
            again.PackTransposed(transposed);
            AssertPanels(matrix, packed);
            AssertPanels(matrix, again);
        }
    }

    private static void AssertPanels(float[] matrix, PackedMatrix<float> packed)
    {
        for (int k = 0; k < packed.Inner; k++)
        {
            for (int column = 0; column < packed.PaddedColumns; column++)
            {
                float value = packed.Pointer[(column / 32 * 32 * packed.Inner) + (k * 32) + (column % 32)];
                Assert.Equal(column < packed.Columns ? matrix[(k * packed.Columns) + column] : 0, value);
            }
        }

        GC.KeepAlive(packed);
    }
}

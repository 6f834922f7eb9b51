using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Inverse;

namespace ScoreSde.Tests.Inverse;

public sealed class MinimalResidualsTests
{
    private const int Size = 5;

    [Fact]
    public void Each_step_leaves_the_least_rest_over_all_directions_so_far_and_as_many_as_numbers_leave_none()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            // Neither symmetric nor positive, as a network's Jacobian is.
            Matrix<double> s = Matrix<double>.Build.Random(Size, Size, seed);
            Vector<double> b = Vector<double>.Build.Random(Size, 100 + seed);
            double[] rest = b.ToArray();
            var solution = new double[Size];
            var directions = new double[Size * Size];
            var images = new double[Size * Size];
            var asked = new List<Vector<double>>();
            for (int step = 0; step < Size; step++)
            {
                // Any directions will do; these are no combinations of one another.
                Vector<double> p = Vector<double>.Build.Random(Size, 1000 + (Size * seed) + step);
                asked.Add(p);
                p.ToArray().CopyTo(directions, step * Size);
                (s * p).ToArray().CopyTo(images, step * Size);
                MinimalResiduals.Advance(step, directions, images, solution, rest);

                Matrix<double> along = s * Matrix<double>.Build.DenseOfColumnVectors(asked);
                Vector<double> least = b - (along * along.QR().Solve(b));
                double size = 1 + (s.L2Norm() * Vector<double>.Build.DenseOfArray(solution).L2Norm());
                for (int i = 0; i < Size; i++)
                {
                    Near.Absolute(step == Size - 1 ? 0 : least[i], rest[i], 1e-12 * size);
                    Near.Absolute((b - (s * Vector<double>.Build.DenseOfArray(solution)))[i], rest[i], 1e-12 * size);
                }
            }
        }
    }

    [Fact]
    public void A_direction_that_says_nothing_new_moves_nothing()
    {
        double[] directions = [1, 0, 2, 0];
        double[] images = [2, 1, 4, 2];
        double[] solution = [0, 0];
        double[] rest = [1, 1];
        MinimalResiduals.Advance(0, directions, images, solution, rest);
        double[] before = [.. solution, .. rest];
        MinimalResiduals.Advance(1, directions, images, solution, rest);
        double[] after = [.. solution, .. rest];
        Assert.Equal(before, after);
        Near.Absolute(0.6, solution[0], 1e-15);
    }
}

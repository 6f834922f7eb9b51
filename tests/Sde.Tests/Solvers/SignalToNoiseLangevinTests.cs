using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

public sealed class SignalToNoiseLangevinTests
{
    [Fact]
    public void Each_row_takes_the_printed_step_with_its_own_norms()
    {
        // x + η s + √(2η) z, η = 2 a (r ‖z‖/‖s‖)², a = (α_from/α_to)², s = −ε/σ.
        Law.Holds(RandomProcesses.Any, SmoothNoise.OfDimension(4), Reals.Between(0.1, 1), Reals.LogBetween(0.01, 0.5), static (process, score, t, r) =>
        {
            var space = new TileSpace<double>(3, 4);
            var problem = new Problem<Tile<double>>(process, score, space);
            Tile<double> x = space.Allocate();
            Tile<double> epsilon = space.Allocate();
            Tile<double> z = space.Allocate();
            var step = new GridStep(2, 5, process.At(t), process.At(0.7 * t), Seed: 3);
            for (int i = 0; i < 12; i++)
            {
                x.Values[i] = Math.Sin(1 + i);
            }

            score.Evaluate(x, step.From, epsilon);
            space.FillNormal(z, 1, step.Noise(NoisePurpose.Corrector));
            double a = Math.Exp(2 * (step.From.LogMeanScale - step.To.LogMeanScale));
            var expected = new double[12];
            for (int row = 0; row < 3; row++)
            {
                double ratio = Norm(z.Row(row)) / (Norm(epsilon.Row(row)) / step.From.Deviation);
                double eta = 2 * a * (r * ratio) * (r * ratio);
                for (int j = 0; j < 4; j++)
                {
                    double s = -epsilon.Row(row)[j] / step.From.Deviation;
                    expected[(row * 4) + j] = x.Row(row)[j] + (eta * s) + (Math.Sqrt(2 * eta) * z.Row(row)[j]);
                }
            }

            new PredictorCorrector(new IdlePredictor(), new SignalToNoiseLangevin(r)).CreateStepper(problem).Step(x, in step);
            TileRun.AssertSame(expected, x.Values.ToArray(), 1e-12);
        });
    }

    [Fact]
    public void A_row_without_a_score_is_left_alone()
    {
        SolverCase known = SolverCase.All[0];
        var space = new TileSpace<double>(2, 3);
        var problem = new Problem<Tile<double>>(known.Process, new SmoothNoise((1, 1, 0, 0, 0), 3), space);
        Tile<double> x = space.Allocate();
        (x.Row(1)[0], x.Row(1)[1], x.Row(1)[2]) = (1, 2, 3);
        var step = new GridStep(0, 1, known.Process.At(0.5), known.Process.At(0.4), 1);
        new PredictorCorrector(new IdlePredictor(), new SignalToNoiseLangevin()).CreateStepper(problem).Step(x, in step);
        Assert.Equal([0.0, 0.0, 0.0], x.Row(0).ToArray());
        Assert.NotEqual(1, x.Row(1)[0]);
    }

    private static double Norm(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double value in row)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}

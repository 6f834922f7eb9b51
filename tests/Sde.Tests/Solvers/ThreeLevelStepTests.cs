using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>A third step of DPM-Solver++ 3M written once more from predictions, with φ-functions by their definition.</summary>
public sealed class ThreeLevelStepTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly SmoothNoise Score = new((0.5, 0.3, 0.2, 1, 0.1), 3);

    /// <summary>The curvature's weight is φ₃ as others have it, and 2 φ₃ where the method is of order 3.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void It_weighs_slope_and_curvature_of_the_predictions(bool damped, double curvature)
    {
        double[] lambdas = [-1, -0.6, -0.1, 0.3];
        double[] times = [.. lambdas.Select(lambda => Process.AtLambda(lambda).Time)];
        var solver = new DpmSolverPlusPlus3M(damped);
        (double[] x, double[] newest) = Predicted(solver, times[..3]);
        (_, double[] before) = Predicted(solver, times[..2]);
        (_, double[] first) = Predicted(solver, times[..1]);
        (NoiseLevel from, NoiseLevel to) = (Process.At(times[2]), Process.At(times[3]));
        double h = lambdas[3] - lambdas[2];
        (double r0, double r1) = ((lambdas[2] - lambdas[1]) / h, (lambdas[1] - lambdas[0]) / h);
        double phi1 = (1 - Math.Exp(-h)) / h;
        double phi2 = (1 - phi1) / h;
        double phi3 = (0.5 - phi2) / h;
        var expected = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double slope = (newest[i] - before[i]) / r0;
            double bend = (slope - ((before[i] - first[i]) / r1)) / (r0 + r1);
            expected[i] = (to.Deviation / from.Deviation * x[i])
                + (to.MeanScale * h * ((phi1 * newest[i]) + (phi2 * (slope + (r0 * bend))) + (curvature * phi3 * bend)));
        }

        TileRun.AssertSame(expected, TileRun.Values(solver, Process, Score, new TimeGrid("three steps", times)), 1e-10);
    }

    // The state at the last of the times and x̂₀ there.
    private static (double[] State, double[] Data) Predicted(ISolver solver, double[] times)
    {
        var space = new TileSpace<double>(TileRun.Rows, Score.Dimension);
        Tile<double> x = space.Allocate();
        Tile<double> epsilon = space.Allocate();
        if (times.Length > 1)
        {
            TileRun.Values(solver, Process, Score, new TimeGrid("before", times)).CopyTo(x.Values);
        }
        else
        {
            space.FillNormal(x, Process.PriorDeviation, new NoiseKey(5, 0, NoisePurpose.Prior));
        }

        NoiseLevel level = Process.At(times[^1]);
        Score.Evaluate(x, level, epsilon);
        double[] state = x.Values.ToArray();
        double[] noise = epsilon.Values.ToArray();
        return (state, [.. state.Select((value, i) => (value - (level.Deviation * noise[i])) / level.MeanScale)]);
    }
}

using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.Instruments;

/// <summary>
/// Exact moments of ln p̂ − ln p along the samples of a solver on Gaussian data in one dimension, without sampling: each x is an affine form in the start and the normals of the steps, so that
/// the error is C + Σ w (aᵀu + b)² with u ~ N(0, I).
/// </summary>
internal static class DensityErrors
{
    /// <summary>Mean and variance of the error.</summary>
    /// <param name="solver">A method whose step is x ← m + D z.</param>
    /// <param name="process">The process.</param>
    /// <param name="scoreOf">The data's law whose ε the solver is given.</param>
    /// <param name="start">The law of the first state, whose density the sum begins with.</param>
    /// <param name="endOf">From the samples' own law, the law whose ln p is the exact one.</param>
    /// <param name="grid">The times.</param>
    /// <param name="ratio">What each step's ratio passes through.</param>
    /// <param name="meanAlone">Whether to leave out the variance, which takes a matrix; it is then NaN.</param>
    public static (double Mean, double Variance) Of(
        ISolver solver,
        IDiffusionProcess process,
        NormalLaw scoreOf,
        NormalLaw start,
        Func<NormalLaw, NormalLaw> endOf,
        TimeGrid grid,
        Func<StepRatio, StepRatio> ratio,
        bool meanAlone = false)
    {
        var space = new AffineSpace();
        var x = AffineState.Start();
        var squares = new Squares(grid.Steps + 1, meanAlone);
        AffineMap before = space.Read(x);
        GridWalk.Run(solver, new Problem<AffineState>(process, new AffineScore(space, scoreOf), space), grid, x, afterStep: step =>
        {
            AffineMap after = space.Read(x);
            StepRatio own = ratio(StepRatio.Of(in step, after.Noise.GetValueOrDefault(step.Noise(NoisePurpose.Step))));
            squares.Constant += own.Constant;
            var form = new double[grid.Steps + 1];
            form[step.Index + 1] = 1;
            squares.Add(own.OnNoise, form, 0);
            (double[] from, double shift) = Form(before, start, grid.Steps);
            (double[] to, double shiftTo) = Form(after, start, grid.Steps);
            squares.Add(own.OnResidual, [.. from.Zip(to, (a, b) => a - (own.StateScale * b))], shift - (own.StateScale * shiftTo));
            before = after;
        });
        NormalLaw end = endOf(before.Push(start));
        (double[] last, double mean) = Form(before, start, grid.Steps);
        var first = new double[grid.Steps + 1];
        first[0] = 1;
        squares.Constant += 0.5 * Math.Log(end.Variance / start.Variance);
        squares.Add(-0.5, first, 0);
        squares.Add(0.5 / end.Variance, last, mean - end.Mean);
        return squares.Moments();
    }

    // In u: the start's own normal, then those of the steps.
    private static (double[] Form, double Shift) Form(AffineMap map, NormalLaw start, int steps)
    {
        var form = new double[steps + 1];
        form[0] = map.Slope * Math.Sqrt(start.Variance);
        foreach ((NoiseKey key, double weight) in map.Noise)
        {
            form[key.Interval + 1] = weight;
        }

        return (form, (map.Slope * start.Mean) + map.Shift);
    }

    /// <summary>C + Σ w (aᵀu + b)² as C + Σ w b² + 2 Σ w b aᵀu + uᵀQu.</summary>
    private sealed class Squares(int length, bool meanAlone)
    {
        private readonly double[,]? quadratic = meanAlone ? null : new double[length, length];
        private readonly double[] linear = new double[length];
        private double trace;

        public double Constant { get; set; }

        public void Add(double weight, double[] form, double shift)
        {
            Constant += weight * shift * shift;
            int end = Array.FindLastIndex(form, static value => value != 0) + 1;
            for (int i = 0; i < end; i++)
            {
                double own = weight * form[i];
                linear[i] += 2 * own * shift;
                trace += own * form[i];
                for (int j = 0; quadratic is not null && own != 0 && j < end; j++)
                {
                    quadratic[i, j] += own * form[j];
                }
            }
        }

        // E = C + tr Q, Var = ‖linear‖² + 2 ‖Q‖².
        public (double Mean, double Variance) Moments()
        {
            double squares = double.NaN;
            if (quadratic is not null)
            {
                squares = 0;
                foreach (double value in quadratic)
                {
                    squares += value * value;
                }
            }

            return (Constant + trace, linear.Sum(static value => value * value) + (2 * squares));
        }
    }
}

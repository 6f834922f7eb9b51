using System.Numerics;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Likelihood;

/// <summary>
/// A stochastic method that adds up ln p of each sample on its way: the density of the start, then <see cref="StepRatio"/> of each step. The states are the method's own.
/// </summary>
/// <param name="inner">The method; its steps are x ← m + D z.</param>
/// <param name="sums">ln p̂ of each sample of the run.</param>
/// <param name="first">Index of the run's first sample.</param>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class RatioSolver<T>(ISolver inner, double[] sums, long first) : ISolver
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public SolverFacts Facts => inner.Facts;

    public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => problem is Problem<Tile<T>> own
        ? (IStepper<TState>)(object)new Stepper(inner, own, sums, first)
        : throw new ArgumentException("Densities along samples are of tiles of one kind of number.", nameof(problem));

    private sealed class Stepper : IStepper<Tile<T>>
    {
        private readonly Problem<Tile<T>> problem;
        private readonly RatioSpace<Tile<T>> space;
        private readonly IStepper<Tile<T>> inner;
        private readonly Tile<T> before;
        private readonly double[] sums;
        private readonly long first;
        private readonly string name;

        public Stepper(ISolver solver, Problem<Tile<T>> problem, double[] sums, long first)
        {
            (this.problem, this.sums, this.first, name) = (problem, sums, first, solver.Facts.Name);
            space = new RatioSpace<Tile<T>>(problem.Space);
            before = problem.Space.Allocate();
            inner = solver.CreateStepper(problem with { Space = space });
        }

        public void Step(Tile<T> x, in GridStep step)
        {
            Span<double> own = sums.AsSpan((int)(x.FirstSample - first), x.Rows);
            if (step.Index == 0)
            {
                double prior = problem.Process.PriorDeviationAt(step.From);
                for (int row = 0; row < own.Length; row++)
                {
                    own[row] = DensityEnds.Normal<T>(x.Row(row), prior);
                }
            }

            x.Values.CopyTo(before.Values);
            space.Enter(x);
            inner.Step(x, in step);
            if (space.Leave() is var flaw and not StepFlaw.None)
            {
                throw new InvalidOperationException(SampleDensity.Sentence(name, flaw, in step));
            }

            StepRatio ratio = StepRatio.Of(in step, space.Deviation);
            for (int row = 0; row < own.Length; row++)
            {
                own[row] += Sum(in ratio, before.Row(row), space.Noise.Row(row), x.Row(row));
            }
        }

        private static double Sum(in StepRatio ratio, ReadOnlySpan<T> from, ReadOnlySpan<T> noise, ReadOnlySpan<T> to)
        {
            double sum = 0;
            for (int i = 0; i < to.Length; i++)
            {
                sum += ratio.At(double.CreateTruncating(from[i]), double.CreateTruncating(noise[i]), double.CreateTruncating(to[i]));
            }

            return sum;
        }
    }
}

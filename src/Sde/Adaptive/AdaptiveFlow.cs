using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// The probability flow with steps of its own choice, in λ and y = x/α: dy/dλ = −(σ/α) ε. In these variables the flow has no linear part and
/// no singularity, and steps have one size from noise to data, where those in t would shrink by orders of magnitude.
/// </summary>
/// <param name="Tableau">The pair of methods.</param>
/// <param name="Tolerance">What error a step may have, in y.</param>
/// <param name="End">t where steps end, greater than 0; x̂₀ there is the result where <paramref name="Denoises"/>.</param>
/// <param name="Denoises">Whether the sample is taken on to t = 0, as x̂₀; the last step has evaluated what that needs.</param>
public sealed record AdaptiveFlow(EmbeddedTableau Tableau, Tolerance Tolerance, double End = 1e-3, bool Denoises = true) : IAdaptiveMethod
{
    private const double FirstLength = 0.1;

    /// <inheritdoc/>
    public double End { get; } = Require.Between(Require.Positive(End), 0, 0.999);

    /// <inheritdoc/>
    public string Name => Tableau.Name;

    /// <inheritdoc/>
    public string Title => $"{Tableau.Title} in λ, adaptive";

    /// <inheritdoc/>
    public string Source => Tableau.Source;

    /// <inheritdoc/>
    public bool IsStochastic => false;

    /// <inheritdoc/>
    public IAdaptiveStepper<T> CreateStepper<T>(Problem<Tile<T>> problem)
        where T : unmanaged, IFloatingPointIeee754<T> => new Stepper<T>(problem, this);

    private sealed class Stepper<T>(Problem<Tile<T>> problem, AdaptiveFlow settings) : IAdaptiveStepper<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly EmbeddedTableau tableau = settings.Tableau;
        private readonly double[] nodes = [.. Enumerable.Range(0, settings.Tableau.Stages).Select(settings.Tableau.Node)];
        private readonly Tile<T>[] slopes = [.. Enumerable.Range(0, settings.Tableau.Stages).Select(_ => problem.Space.Allocate())];
        private readonly (double Weight, Tile<T> State)[] terms = new (double, Tile<T>)[settings.Tableau.Stages + 1];
        private readonly Tile<T> next = problem.Space.Allocate();
        private readonly Tile<T> error = problem.Space.Allocate();
        private readonly Tile<T> point = problem.Space.Allocate();
        private readonly NoiseLevel start = problem.Process.At(1);
        private readonly NoiseLevel end = problem.Process.At(settings.End);

        public StepCost Run(Tile<T> x, ulong seed)
        {
            var controller = new StepController(tableau.Order);
            int rejected = 0;
            int accepted = 0;
            NoiseLevel level = start;
            double length = Math.Min(FirstLength, end.Lambda - start.Lambda);
            problem.Space.Combine(x, (1 / start.MeanScale, x));
            Slope(slopes[0], x, start);
            while (level != end)
            {
                if (accepted + rejected == settings.Tolerance.MostSteps)
                {
                    throw new StepLimitException(settings.Name, x.FirstSample, level.Time, settings.Tolerance.MostSteps);
                }

                // A last step that would leave a sliver is stretched to the end.
                NoiseLevel to = level.Lambda + (1.01 * length) >= end.Lambda ? end : problem.Process.AtLambda(level.Lambda + length);
                double h = to.Lambda - level.Lambda;
                double e = Try(x, level, to, h);
                length = h * controller.Factor(e);
                if (e <= 1)
                {
                    accepted++;
                    level = to;
                    problem.Space.Combine(x, (1, next));
                    (slopes[0], slopes[^1]) = (slopes[^1], slopes[0]);
                }
                else
                {
                    rejected++;
                }
            }

            // x̂₀ = y − (σ/α) ε = y + dy/dλ.
            problem.Space.Combine(x, (settings.Denoises ? 1 : end.MeanScale, x), (settings.Denoises ? 1 : 0, slopes[0]));
            return new StepCost(accepted, rejected);
        }

        private double Try(Tile<T> y, NoiseLevel from, NoiseLevel to, double h)
        {
            for (int i = 1; i < slopes.Length; i++)
            {
                int count = Terms(y, tableau.Row(i), h);
                problem.Space.Combine(next, terms.AsSpan(0, count));
                Slope(slopes[i], next, nodes[i] >= 1 - 1e-14 ? to : problem.Process.AtLambda(from.Lambda + (nodes[i] * h)));
            }

            problem.Space.Combine(error, terms.AsSpan(0, Add(0, tableau.Errors, h)));
            return ErrorNorm.Of<T>(error.Values, y.Values, next.Values, settings.Tolerance);
        }

        private int Terms(Tile<T> y, ReadOnlySpan<double> weights, double h)
        {
            terms[0] = (1, y);
            return Add(1, weights, h);
        }

        private int Add(int count, ReadOnlySpan<double> weights, double h)
        {
            for (int j = 0; j < weights.Length; j++)
            {
                if (weights[j] != 0)
                {
                    terms[count++] = (h * weights[j], slopes[j]);
                }
            }

            return count;
        }

        private void Slope(Tile<T> slope, Tile<T> y, NoiseLevel level)
        {
            problem.Space.Combine(point, (level.MeanScale, y));
            problem.Score.Evaluate(point, level, slope);
            problem.Space.Combine(slope, (-level.Ratio, slope));
        }
    }
}

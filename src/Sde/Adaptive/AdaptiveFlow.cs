using System.Numerics;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// The probability flow with steps of its own choice, in λ and y = x/α: dy/dλ = −(σ/α) ε. In these variables the flow has no linear part and
/// no singularity, and steps have one size from noise to data, where those in t would shrink by orders of magnitude.
/// </summary>
/// <param name="Tableau">The pair of methods.</param>
/// <param name="Tolerance">What error a step may have, in y.</param>
/// <param name="End">t where steps end, greater than 0, for a model that knows it; x̂₀ there is the result where <paramref name="Denoises"/>.</param>
/// <param name="Denoises">Whether the sample is taken on to t = 0, as x̂₀; the last step has evaluated what that needs.</param>
public sealed record AdaptiveFlow(EmbeddedTableau Tableau, Tolerance Tolerance, double End = 1e-3, bool Denoises = true) : IAdaptiveMethod
{
    private const double FirstLength = 0.1;

    /// <inheritdoc/>
    public double End { get; } = Require.Between(Require.Positive(End), 0, 0.999, nameof(End));

    /// <inheritdoc/>
    public string Name => Tableau.Name;

    /// <inheritdoc/>
    public string Title => $"{Tableau.Title} in λ, adaptive";

    /// <inheritdoc/>
    public string Source => Tableau.Source;

    /// <inheritdoc/>
    public bool IsStochastic => false;

    /// <inheritdoc/>
    public IAdaptiveStepper<T> CreateStepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(space);
        return new Stepper<T>(process, times, space, this);
    }

    private sealed class Stepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space, AdaptiveFlow settings) : IAdaptiveStepper<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly EmbeddedTableau tableau = settings.Tableau;
        private readonly double[] nodes = [.. Enumerable.Range(0, settings.Tableau.Stages).Select(settings.Tableau.Node)];
        private readonly Tile<T>[] slopes = [.. Enumerable.Range(0, settings.Tableau.Stages).Select(_ => space.Allocate())];
        private readonly (double Weight, Tile<T> State)[] terms = new (double, Tile<T>)[settings.Tableau.Stages + 1];
        private readonly Tile<T> next = space.Allocate();
        private readonly Tile<T> error = space.Allocate();
        private readonly Tile<T> point = space.Allocate();
        private readonly FirstStretch<T> first = new(process, process.At(times.Maximum), settings.Tolerance, space);
        private readonly NoiseLevel end = process.At(times.Minimum);

        public StepCost Cost { get; private set; }

        public IEnumerator<ScoreRequest<T>> Run(Tile<T> x, ulong seed)
        {
            Cost = default;
            var controller = new StepController(tableau.Order);
            foreach (ScoreRequest<T> request in first.Run(x))
            {
                yield return request;
            }

            NoiseLevel level = first.End;
            double length = Math.Min(FirstLength, end.Lambda - level.Lambda);
            space.Combine(x, (1 / level.MeanScale, x));
            yield return Request(x, level, slopes[0]);
            ToSlope(slopes[0], level);
            while (level != end)
            {
                if (Cost.Attempts == settings.Tolerance.MostSteps)
                {
                    throw new StepLimitException(settings.Name, x.FirstSample, level.Time, settings.Tolerance.MostSteps);
                }

                // A last step that would leave a sliver is stretched to the end.
                NoiseLevel to = level.Lambda + (1.01 * length) >= end.Lambda ? end : process.AtLambda(level.Lambda + length);
                double h = to.Lambda - level.Lambda;
                for (int i = 1; i < slopes.Length; i++)
                {
                    space.Combine(next, Terms(x, tableau.Row(i), h));
                    NoiseLevel stage = nodes[i] >= 1 - 1e-14 ? to : process.AtLambda(level.Lambda + (nodes[i] * h));
                    yield return Request(next, stage, slopes[i]);
                    ToSlope(slopes[i], stage);
                }

                double e = Error(x, h);
                length = h * controller.Factor(e);
                if (e <= 1)
                {
                    Cost = Cost with { Accepted = Cost.Accepted + 1 };
                    level = to;
                    space.Combine(x, (1, next));
                    (slopes[0], slopes[^1]) = (slopes[^1], slopes[0]);
                }
                else
                {
                    Cost = Cost with { Rejected = Cost.Rejected + 1 };
                }
            }

            // x̂₀ = y − (σ/α) ε = y + dy/dλ.
            space.Combine(x, (settings.Denoises ? 1 : end.MeanScale, x), (settings.Denoises ? 1 : 0, slopes[0]));
        }

        private ScoreRequest<T> Request(Tile<T> y, NoiseLevel level, Tile<T> epsilon)
        {
            space.Combine(point, (level.MeanScale, y));
            return new ScoreRequest<T>(point, level, epsilon);
        }

        // dy/dλ = −(σ/α) ε in the place of ε.
        private void ToSlope(Tile<T> epsilon, NoiseLevel level) => space.Combine(epsilon, (-level.Ratio, epsilon));

        private double Error(Tile<T> y, double h)
        {
            space.Combine(error, terms.AsSpan(0, Add(0, tableau.Errors, h)));
            return ErrorNorm.Of<T>(error.Values, y.Values, next.Values, settings.Tolerance);
        }

        private Span<(double Weight, Tile<T> State)> Terms(Tile<T> y, ReadOnlySpan<double> weights, double h)
        {
            terms[0] = (1, y);
            return terms.AsSpan(0, Add(1, weights, h));
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
    }
}

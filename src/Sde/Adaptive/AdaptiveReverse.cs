using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// The reverse SDE with steps of its own choice: K₁ is the Euler–Maruyama increment, K₂ that from its end with the same noise, the result is
/// x + ½ (K₁ + K₂) and the error ½ (K₂ − K₁); δ ← 0.9 δ E^(−0.9). Two evaluations a step. Jolicoeur-Martineau et al. 2021, alg. 1.
/// </summary>
/// <param name="Tolerance">What error a step may have.</param>
/// <param name="End">t where steps end, greater than 0, for a model that knows it.</param>
/// <param name="Denoises">Whether the sample is taken on to t = 0, as x̂₀; the last step has evaluated what that needs.</param>
/// <param name="Rejected">What becomes of the noise of a step that is given up.</param>
public sealed record AdaptiveReverse(
    Tolerance Tolerance, double End = 1e-3, bool Denoises = true, RejectedNoise Rejected = RejectedNoise.Kept) : IAdaptiveMethod
{
    private const double FirstLength = 0.01;
    private const double Safety = 0.9;
    private const double Exponent = 0.9;
    private const double MostGrowth = 10;

    /// <inheritdoc/>
    public double End { get; } = Require.Between(Require.Positive(End), 0, 0.999, nameof(End));

    /// <inheritdoc/>
    public string Name => Rejected == RejectedNoise.Kept ? "adaptive-sde" : "adaptive-sde-redrawn";

    /// <inheritdoc/>
    public string Title => Rejected == RejectedNoise.Kept
        ? "Euler and Heun on the reverse SDE, adaptive"
        : "the same with noise redrawn after a rejection, as published (biased)";

    /// <inheritdoc/>
    public string Source => "Jolicoeur-Martineau et al. 2021";

    /// <inheritdoc/>
    public bool IsStochastic => true;

    /// <inheritdoc/>
    public IAdaptiveStepper<T> CreateStepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(times);
        return new Stepper<T>(process, times, space, this);
    }

    private sealed class Stepper<T>(IDiffusionProcess process, TimeRange times, TileSpace<T> space, AdaptiveReverse settings) : IAdaptiveStepper<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ReverseProcess reverse = new(process, NoiseRate: 1);
        private readonly FirstStretch<T> first = new(process, process.At(times.Maximum), settings.Tolerance, space);
        private readonly Tile<T> slope = space.Allocate();
        private readonly Tile<T> epsilon = space.Allocate();
        private readonly Tile<T> noise = space.Allocate();
        private readonly Tile<T> euler = space.Allocate();
        private readonly Tile<T> heun = space.Allocate();
        private readonly Tile<T> error = space.Allocate();
        private readonly Tile<T> before = space.Allocate();
        private BrownianPath<Tile<T>>? path;
        private ulong pathSeed;

        public StepCost Cost { get; private set; }

        public IEnumerator<ScoreRequest<T>> Run(Tile<T> x, ulong seed)
        {
            Cost = default;
            StartPath(seed);

            // Times are points of the path, so that lengths and increments fit each other exactly.
            double end = Math.Ceiling(times.Minimum / BrownianPath<Tile<T>>.Resolution) * BrownianPath<Tile<T>>.Resolution;
            double length = FirstLength;
            foreach (ScoreRequest<T> request in first.Run(x))
            {
                yield return request;
            }

            NoiseLevel level = first.End;
            space.Combine(before, (1, x));
            yield return new ScoreRequest<T>(x, level, epsilon);
            ToSlope(x, level);
            while (level.Time > end)
            {
                if (Cost.Attempts == settings.Tolerance.MostSteps)
                {
                    throw new StepLimitException(settings.Name, x.FirstSample, level.Time, settings.Tolerance.MostSteps);
                }

                double time = Math.Max(end, OnPath(level.Time - Math.Max(length, BrownianPath<Tile<T>>.Resolution)));
                NoiseLevel to = process.At(time);
                double h = level.Time - time;
                FillNoise(level, to, seed);
                space.Combine(euler, (1, x), (h, slope), (Math.Sqrt(reverse.NoiseVarianceRate(level)), noise));
                yield return new ScoreRequest<T>(euler, to, error);
                double e = Heun(level, to, h);
                length = h * Math.Min(MostGrowth, double.IsNaN(e) ? 0.1 : Safety * Math.Pow(Math.Max(e, 1e-12), -Exponent));
                if (e <= 1)
                {
                    Cost = Cost with { Accepted = Cost.Accepted + 1 };
                    level = to;
                    space.Combine(x, (1, heun));
                    space.Combine(before, (1, euler));
                    yield return new ScoreRequest<T>(x, level, epsilon);
                    ToSlope(x, level);
                }
                else
                {
                    Cost = Cost with { Rejected = Cost.Rejected + 1 };
                }
            }

            if (settings.Denoises)
            {
                space.Combine(x, (1 / level.MeanScale, x), (-level.Ratio, epsilon));
            }
        }

        private void StartPath(ulong seed)
        {
            if (path is null || pathSeed != seed)
            {
                (path, pathSeed) = (new BrownianPath<Tile<T>>(space, seed), seed);
            }

            path.Restart();
        }

        // The drift at the sample's own level, which a rejected step leaves as it is.
        private void ToSlope(Tile<T> x, NoiseLevel level) =>
            space.Combine(slope, (-reverse.StateRate(level), x), (-reverse.EpsilonRate(level), epsilon));

        private void FillNoise(NoiseLevel from, NoiseLevel to, ulong seed)
        {
            if (settings.Rejected == RejectedNoise.Kept)
            {
                path!.Ask(from.Time, to.Time, noise);
            }
            else
            {
                space.FillNormal(noise, Math.Sqrt(from.Time - to.Time), new NoiseKey(seed, (uint)Cost.Attempts, NoisePurpose.Step));
            }
        }

        // Of ε at the end of the Euler step, which stands in the place of the error: ½ (K₂ − K₁), then x + ½ (K₁ + K₂) = x' + ½ (K₂ − K₁).
        private double Heun(NoiseLevel from, NoiseLevel to, double h)
        {
            double g = Math.Sqrt(reverse.NoiseVarianceRate(from));
            double gNext = Math.Sqrt(reverse.NoiseVarianceRate(to));
            space.Combine(
                error,
                (-0.5 * h * reverse.EpsilonRate(to), error),
                (-0.5 * h * reverse.StateRate(to), euler),
                (-0.5 * h, slope),
                (0.5 * (gNext - g), noise));
            space.Combine(heun, (1, euler), (1, error));
            return ErrorNorm.Of<T>(error.Values, before.Values, euler.Values, settings.Tolerance);
        }

        private static double OnPath(double time)
        {
            double unit = BrownianPath<Tile<T>>.Resolution;
            return Math.Max(1, Math.Round(time / unit)) * unit;
        }
    }
}

using System.Numerics;
using ScoreSde.Noise;
using ScoreSde.Noise.Paths;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;

namespace ScoreSde.Adaptive;

/// <summary>
/// The reverse SDE with steps of its own choice: K₁ is the Euler–Maruyama increment, K₂ that from its end with the same noise, the result is
/// x + ½ (K₁ + K₂) and the error ½ (K₂ − K₁); δ ← 0.9 δ E^(−0.9). Two evaluations a step. Jolicoeur-Martineau et al. 2021, alg. 1.
/// </summary>
/// <param name="Tolerance">What error a step may have.</param>
/// <param name="End">t where steps end, greater than 0.</param>
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
    public double End { get; } = Require.Between(Require.Positive(End), 0, 0.999);

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
    public IAdaptiveStepper<T> CreateStepper<T>(Problem<Tile<T>> problem)
        where T : unmanaged, IFloatingPointIeee754<T> => new Stepper<T>(problem, this);

    private sealed class Stepper<T>(Problem<Tile<T>> problem, AdaptiveReverse settings) : IAdaptiveStepper<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ReverseProcess reverse = new(problem.Process, NoiseRate: 1);
        private readonly Tile<T> slope = problem.Space.Allocate();
        private readonly Tile<T> epsilon = problem.Space.Allocate();
        private readonly Tile<T> noise = problem.Space.Allocate();
        private readonly Tile<T> euler = problem.Space.Allocate();
        private readonly Tile<T> heun = problem.Space.Allocate();
        private readonly Tile<T> error = problem.Space.Allocate();
        private readonly Tile<T> before = problem.Space.Allocate();
        private BrownianPath<Tile<T>>? path;
        private ulong pathSeed;

        public StepCost Run(Tile<T> x, ulong seed)
        {
            if (path is null || pathSeed != seed)
            {
                (path, pathSeed) = (new BrownianPath<Tile<T>>(problem.Space, seed), seed);
            }

            path.Restart();
            int accepted = 0;
            int rejected = 0;

            // Times are points of the path, so that lengths and increments fit each other exactly.
            double end = OnPath(settings.End);
            double length = FirstLength;
            NoiseLevel level = problem.Process.At(1);
            problem.Space.Combine(before, (1, x));
            Evaluate(x, level);
            while (level.Time > end)
            {
                if (accepted + rejected == settings.Tolerance.MostSteps)
                {
                    throw new StepLimitException(settings.Name, x.FirstSample, level.Time, settings.Tolerance.MostSteps);
                }

                double time = Math.Max(end, OnPath(level.Time - Math.Max(length, BrownianPath<Tile<T>>.Resolution)));
                NoiseLevel to = problem.Process.At(time);
                double h = level.Time - time;
                double e = Try(x, level, to, h, seed, accepted + rejected);
                length = h * Math.Min(MostGrowth, double.IsNaN(e) ? 0.1 : Safety * Math.Pow(Math.Max(e, 1e-12), -Exponent));
                if (e <= 1)
                {
                    accepted++;
                    level = to;
                    problem.Space.Combine(x, (1, heun));
                    problem.Space.Combine(before, (1, euler));
                    Evaluate(x, level);
                }
                else
                {
                    rejected++;
                }
            }

            if (settings.Denoises)
            {
                problem.Space.Combine(x, (1 / level.MeanScale, x), (-level.Ratio, epsilon));
            }

            return new StepCost(accepted, rejected);
        }

        // ε and the drift at the sample's own level, which a rejected step leaves as they are.
        private void Evaluate(Tile<T> x, NoiseLevel level)
        {
            problem.Score.Evaluate(x, level, epsilon);
            problem.Space.Combine(slope, (-reverse.StateRate(level), x), (-reverse.EpsilonRate(level), epsilon));
        }

        private double Try(Tile<T> x, NoiseLevel from, NoiseLevel to, double h, ulong seed, int attempt)
        {
            if (settings.Rejected == RejectedNoise.Kept)
            {
                path!.Ask(from.Time, to.Time, noise);
            }
            else
            {
                problem.Space.FillNormal(noise, Math.Sqrt(h), new NoiseKey(seed, (uint)attempt, NoisePurpose.Step));
            }

            double g = Math.Sqrt(reverse.NoiseVarianceRate(from));
            double gNext = Math.Sqrt(reverse.NoiseVarianceRate(to));
            problem.Space.Combine(euler, (1, x), (h, slope), (g, noise));

            // ½ (K₂ − K₁), then x + ½ (K₁ + K₂) = x' + ½ (K₂ − K₁).
            problem.Score.Evaluate(euler, to, error);
            problem.Space.Combine(
                error,
                (-0.5 * h * reverse.EpsilonRate(to), error),
                (-0.5 * h * reverse.StateRate(to), euler),
                (-0.5 * h, slope),
                (0.5 * (gNext - g), noise));
            problem.Space.Combine(heun, (1, euler), (1, error));
            return ErrorNorm.Of<T>(error.Values, before.Values, euler.Values, settings.Tolerance);
        }

        private static double OnPath(double time)
        {
            double unit = BrownianPath<Tile<T>>.Resolution;
            return Math.Max(1, Math.Round(time / unit)) * unit;
        }
    }
}

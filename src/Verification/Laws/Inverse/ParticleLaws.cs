using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;
using Seen = ScoreSde.Inverse.Measurement;

namespace ScoreSde.Verification.Laws.Inverse;

/// <summary>Twisted particles: their weights as printed, and what they are in the mean.</summary>
internal static class ParticleLaws
{
    private const int Dimension = 2;

    // P(|N(0, 1)| > z) = 1e-6, so that all comparisons together are wrong once in 1e5 runs under any seed.
    private const double Deviations = 4.9;

    private const int Samples = 8192;

    private static readonly IReverseVariance[] Variances = [new ForwardVariance(), new PosteriorVariance()];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, GaussianMixture Data, (double Deviation, double Variance, double Below) Draw, double Seed)>
        {
            Name = "twisted-particles-as-printed",
            Statement = "Weights of twisted particles are p(x_s|x_t) p̃(y|x_s)/(q(x_s|x_t, y) p̃(y|x_t)), densities multiplied out; ln Ẑ sums ln (1/P) Σ w between draws, and a particle that is drawn k times has k rows of weight 1.",
            Source = "Wu et al. 2023 (TDS), alg. 1",
            Subject = Subject.Inverse,
            Cases = static context => CasesOf.Generated(
                Draw.Of(
                    context.Processes,
                    RandomGaussians.Mixtures(Dimension),
                    Draw.Of(Reals.LogBetween(0.2, 2), Reals.LogBetween(0.2, 2), Reals.Between(0, 1)),
                    Reals.Between(0, 1e9)),
                cost: 5),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                if (process.At(0.9).MeanScale < 1e-3)
                {
                    throw new NotApplicableException("so little is left of the data that x̂₀ has lost its digits");
                }

                const int Particles = 5;
                const int Rows = 2;
                var y = new Seen(new DenseOperator(new[,] { { 0.8, -0.3 }, { 0.4, -0.15 }, { 0.1, 0.9 } }), [0.7, 0.3, -0.4], draw.Draw.Deviation);
                IDifferentiableScore<Tile<double>> score = draw.Data.Score<double>();
                var grid = new TimeGrid("four steps", 0.9, 0.6, 0.35, 0.15, 0);
                return Variances.SelectMany(variance =>
                {
                    var method = new TwistedParticles(y, Particles, draw.Draw.Below, draw.Draw.Variance, variance);
                    EvidenceSamples<double> found = context.Parts.Particles(process, score, method, grid, Rows, (ulong)draw.Seed);
                    PlainParticles[] plain = [.. Enumerable.Range(0, Rows).Select(row => PlainParticles.Run(process, score, method, grid, row, (ulong)draw.Seed))];
                    if (plain.Any(static own => own.IsClose))
                    {
                        throw new NotApplicableException("rounding decides which particle is drawn");
                    }

                    return new[]
                    {
                        Measurement.Alike($"ln Ẑ, {variance.Name}", [.. plain.Select(static own => own.LogEvidence)], found.LogEvidences, 1e-7),
                        Measurement.Alike($"weighted means, {variance.Name}", [.. plain.SelectMany(static own => own.Mean)], found.Means, 1e-6),
                        Measurement.Alike($"samples, {variance.Name}", [.. plain.SelectMany(static own => own.Sample)], found.Samples.Values, 1e-6),
                    };
                });
            },
        },
        new Law<(string Data, GaussianMixture Mixture, double Below, int Particles)>
        {
            Name = "evidence-is-unbiased",
            Statement = "E Ẑ = p_N(y) and E Ẑ m̂ = p_N(y) E_N[x₀|y] under the law of the chain in its N steps, by quadrature, for any number of particles, drawn again or not (within 4.9 standard errors of 8192 samples).",
            Source = "Del Moral 2004, prop. 7.4.1; Wu et al. 2023, thm. 1",
            Subject = Subject.Inverse,
            Needs = "is stated for the linear schedule alone",
            Cases = static context => CasesOf.ListedOrNone<(string, GaussianMixture, double, int)>(
                context.FixedSchedule is null && context.FixedProcess is null
                    ? [.. from data in Laws() from run in new[] { (0.0, 4), (0.7, 4), (1.0, 8), (0.0, 1) } select (data.Name, data.Mixture, run.Item1, run.Item2)]
                    : null),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(LineChain.Process);
                var y = LineChain.Seen;
                var exact = LineChain.Of(process, draw.Mixture, y);
                var method = new TwistedParticles(y, draw.Particles, draw.Below);
                EvidenceSamples<double> found = context.Parts.Particles(process, draw.Mixture.Score<double>(), method, LineChain.Grid, Samples, 1);
                double[] evidences = [.. found.LogEvidences.Select(log => Math.Exp(log) / exact.Evidence)];
                double[] moments = [.. found.Means.Zip(evidences, (mean, evidence) => evidence * (mean - exact.Mean))];
                return
                [
                    Mean("Ẑ/p_N(y)", 1, evidences),
                    Mean("Ẑ (m̂ − E_N[x₀|y])/p_N(y)", 0, moments),
                ];
            },
        },
        new Law<(string Data, GaussianMixture Mixture, double Variance)>
        {
            Name = "particle-bias-falls-as-one-over-p",
            Statement = "The bias of the weighted mean of P = 4 … 64 particles falls with slope −1 in P, and particles of all samples together, weighted by Ẑ, have none.",
            Source = "Wu et al. 2023, thm. 1; the delta method for a ratio of means",
            Subject = Subject.Inverse,
            Needs = "is stated for the linear schedule alone",
            Cases = static context => CasesOf.ListedOrNone<(string, GaussianMixture, double)>(context.FixedSchedule is null && context.FixedProcess is null ? [.. Laws()] : null),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(LineChain.Process);
                var exact = LineChain.Of(process, draw.Mixture, LineChain.Seen);
                ParticleSlope slope = ParticleSlope.Measure(
                    (particles, samples) => context.Parts.Particles(
                        process, draw.Mixture.Score<double>(), new TwistedParticles(LineChain.Seen, particles, ResampleBelow: 0, draw.Variance), LineChain.Grid, samples, 1),
                    exact.Mean);
                return
                [
                    Measurement.Absolute("slope of the bias in P", -1, slope.Slope, ParticleSlope.Curvature + (Deviations * slope.SlopeError))
                        with { Undecided = slope.SlopeError <= 0.1 ? null : $"its standard error is {slope.SlopeError:G2}" },
                    Measurement.Absolute("bias of all particles together", 0, slope.WholeBias, Deviations * slope.WholeError),
                ];
            },
        },
    ];

    // With a v at which the bias of few particles is seen beside its noise.
    private static IEnumerable<(string Name, GaussianMixture Mixture, double Variance)> Laws() =>
    [
        ("N(0.4, 0.6)", GaussianMixture.Of(Gaussian.Isotropic([0.4], 0.6)), 0.1),
        ("half N(−1, 0.1) and half N(0.8, 0.2)", new GaussianMixture([Gaussian.Isotropic([-1], 0.1), Gaussian.Isotropic([0.8], 0.2)], [1, 1]), 0.25),
    ];

    private static Measurement Mean(string what, double expected, double[] values)
    {
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1.0) / values.Length);
        return Measurement.Absolute(what, expected, mean, Deviations * error);
    }
}

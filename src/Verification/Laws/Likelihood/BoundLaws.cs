using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Likelihood;

/// <summary>The terms of the variational bound, the prior of the flow's likelihood, and what probes and differences make of its divergence.</summary>
internal static class BoundLaws
{
    private const int Dimension = 2;
    private const int Rows = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(DdpmChain Chain, SmoothNoise Score, double Seed)>
        {
            Name = "bound-as-printed",
            Statement = "The variational bound is KL(q(x_T|x₀) ‖ N(0, I)) + Σ KL(q(x_{i−1}|x_i, x₀) ‖ p(x_{i−1}|x_i)) − ln p(x₀|x₁), with variance β or β̃, for any ε and any chain, one that ends in pure noise too.",
            Source = "Ho et al. 2020, eq. (5), (7), (11); Nichol and Dhariwal 2021",
            Subject = Subject.Likelihood,
            Cases = static _ => CasesOf.Generated(Draw.Of(RandomChains.Any, SmoothNoise.OfDimension(Dimension), Reals.Between(0, 1e9)), cost: 5),
            Measure = static (context, draw) =>
            {
                double[] data = [.. Enumerable.Range(1, Rows * Dimension).Select(static i => Math.Sin(2 * i))];
                return Both(draw.Chain).SelectMany(both =>
                {
                    (DdpmChain chain, ReverseKernel kernel) = both;
                    IDiffusionProcess process = new VariancePreserving(chain.ToSchedule());
                    BoundTerms terms = VariationalBound.Evaluate<double>(chain, process, draw.Score, data, (ulong)draw.Seed, kernel, new() { Threads = 1 });
                    BoundTerms plain = Plain(context.Parts.Chain(chain), process, draw.Score, data, (ulong)draw.Seed, kernel);
                    return new[]
                    {
                        Measurement.Alike($"prior, {kernel}", plain.Prior, terms.Prior, 1e-9),
                        Measurement.Alike($"steps, {kernel}", plain.Steps, terms.Steps, 1e-9),
                        Measurement.Alike($"decoder, {kernel}", plain.Decoder, terms.Decoder, 1e-9),
                    };
                });
            },
        },
        new Law<IDiffusionProcess>
        {
            Name = "likelihood-from-the-prior",
            Statement = "Where the law at the noisy end is the prior itself, as of N(0, I) on VP and of a point on VE, ln p by the flow is the closed form.",
            Source = "Song et al. 2021, eq. (39)",
            Subject = Subject.Likelihood,
            Cases = static context => CasesOf.Listed(context.FixedSchedule is { } schedule
                ? SuitedProcesses.Of(schedule)
                : [new VariancePreserving(new LinearSchedule()), new SubVariancePreserving(new CosineSchedule()), new VarianceExploding(new GeometricSchedule(0.01, 20))]),
            Measure = static (context, drawn) =>
            {
                IDiffusionProcess process = context.Under(drawn);
                (NoiseLevel top, NoiseLevel bottom) = (process.At(0.9), process.At(0.1));
                double prior = process.PriorDeviationAt(top);
                var data = GaussianMixture.Of(Gaussian.Isotropic(new double[Dimension], Math.Max(0, (prior * prior) - top.Variance) / (top.MeanScale * top.MeanScale)));
                double[] rows = [.. Enumerable.Range(1, Rows * Dimension).Select(i => 3 * Math.Sin(i) * bottom.Deviation)];
                LogDensities found = FlowLikelihood.Evaluate<double>(
                    process,
                    context.Parts.Score(data),
                    context.Parts.Solver(new RungeKuttaInRatio(ButcherTableau.Classical4)),
                    LambdaGrids.Even(process, top, bottom, longest: 0.05),
                    rows,
                    options: new() { Threads = 1 });
                double[] exact = [.. rows.Chunk(Dimension).Select(row => data.LogDensity(row, bottom))];
                return exact.Zip(found.Values, static (a, b) => Measurement.Absolute("ln p", a, b, 1e-5));
            },
        },
        new Law<(IDiffusionProcess Process, GaussianMixture Data, double Seed)>
        {
            Name = "two-probes-of-a-matrix",
            Statement = "vᵀ J v with v = ±1 is tr J ± 2 J₁₂ in two dimensions: of two probes on Gaussian data, whose J does not depend on x, the mean is off by δ and their error 0, or the mean is right and their error δ.",
            Source = "Hutchinson 1990; Grathwohl et al. 2019",
            Subject = Subject.Likelihood,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, RandomGaussians.Mixtures(Dimension), Reals.Between(0, 1e9)), cost: 20),
            Measure = static (context, draw) =>
            {
                const int Count = 40;
                IDiffusionProcess process = context.Under(draw.Process);
                var data = GaussianMixture.Of(draw.Data.Components[0]);
                IScoreFunction<Tile<double>> score = context.Parts.Score(data);
                if (score is not IDifferentiableScore<Tile<double>>)
                {
                    throw new NotApplicableException("the score under test has no products with its Jacobian");
                }

                var rows = new double[Count * Dimension];
                data.Sample<double>(rows, process.At(0.1), 3);
                TimeGrid grid = LambdaGrids.Even(process, process.At(0.95), process.At(0.1), longest: 1);
                LogDensities Of(IDivergenceRule rule, IScoreFunction<Tile<double>> asked) =>
                    FlowLikelihood.Evaluate<double>(process, asked, new Ddim(), grid, rows, rule, data, (ulong)draw.Seed, new() { Threads = 1 });
                LogDensities exact = Of(new ExactDivergence(), score);
                LogDensities probed = Of(new Hutchinson(2), score);
                LogDensities differences = Of(new ExactDivergence(), new CentralDifferences<double>(score, 0.01));
                double[] off = [.. probed.Values.Zip(exact.Values, static (a, b) => a - b)];
                double delta = off.Max();
                double size = exact.Values.Max(Math.Abs);
                bool[] right = [.. off.Select(gap => Math.Abs(gap) < 0.5 * delta)];

                // Whether two probes agree is a coin for each row: 2⁻³⁹ that all rows fall alike.
                return
                [
                    Measurement.Alike("|gap| + error", [.. off.Select(_ => delta)], [.. off.Zip(probed.ProbeErrors, static (gap, error) => Math.Abs(gap) + error)], 1e-7 * (1 + (size / delta))),
                    Measurement.AtLeast("rows whose probes differ", 1, right.Count(static equal => equal)),
                    Measurement.AtLeast("rows whose probes agree from above", 1, off.Count(gap => gap > 0.5 * delta)),
                    Measurement.AtLeast("rows whose probes agree from below", 1, off.Count(gap => gap < -0.5 * delta)),
                    Measurement.Alike("ln p by differences", exact.Values, differences.Values, 1e-8),
                ];
            },
        },
    ];

    /// <summary>A chain, and the same with a step to nothing but noise after it, with both variances.</summary>
    internal static IEnumerable<(DdpmChain Chain, ReverseKernel Kernel)> Both(DdpmChain chain) =>
        from one in new[] { chain, DdpmChain.FromBetas([.. Enumerable.Range(1, chain.Steps).Select(chain.Beta), 1]) }
        from kernel in new[] { ReverseKernel.Beta, ReverseKernel.PosteriorBeta }
        select (one, kernel);

    /// <summary>The reverse mean on x and what the model says: x̂₀ where x is nothing but noise, ε elsewhere.</summary>
    internal static LinearKernel Mean(ChainFormulas chain, int i) => chain.Beta(i) == 1 ? chain.PosteriorFromData(i) : chain.PosteriorFromNoise(i);

    private static BoundTerms Plain(ChainFormulas chain, IDiffusionProcess process, SmoothNoise score, double[] data, ulong seed, ReverseKernel kernel)
    {
        var terms = new BoundTerms(new double[Rows], new double[Rows], new double[Rows]);
        for (int i = chain.Steps; i >= 1; i--)
        {
            (Tile<double> noise, Tile<double> epsilon) = Answer(chain, process, score, data, seed, i);
            LinearKernel posterior = chain.PosteriorFromData(i);

            // β̃_1 = 0 takes the place of β̃_2, as its authors have it.
            double variance = chain.ReverseVariance(i == 1 && kernel == ReverseKernel.PosteriorBeta ? 2 : i, kernel);
            LinearKernel? reverse = chain.Beta(i) == 1 ? null : chain.ReverseFromScore(i, variance);
            for (int k = 0; k < data.Length; k++)
            {
                double state = (Math.Sqrt(chain.AlphaBar(i)) * data[k]) + (Math.Sqrt(chain.NoiseVariance(i)) * noise.Values[k]);
                double mean = reverse is { } by
                    ? (by.OnState * state) - (by.OnOther * epsilon.Values[k] / Math.Sqrt(chain.NoiseVariance(i)))
                    : posterior.OnOther * epsilon.Values[k];
                double known = i == 1 ? data[k] : (posterior.OnState * state) + (posterior.OnOther * data[k]);
                double square = (known - mean) * (known - mean) / variance;
                if (i == 1)
                {
                    terms.Decoder[k / Dimension] += 0.5 * (square + Math.Log(2 * Math.PI * variance));
                }
                else
                {
                    double share = posterior.Variance / variance;
                    terms.Steps[k / Dimension] += 0.5 * (square + share - 1 - Math.Log(share));
                }

                if (i == chain.Steps)
                {
                    terms.Prior[k / Dimension] += new NormalLaw(Math.Sqrt(chain.AlphaBar(i)) * data[k], chain.NoiseVariance(i)).KullbackLeibler(new NormalLaw(0, 1));
                }
            }
        }

        return terms;
    }

    private static (Tile<double> Noise, Tile<double> Epsilon) Answer(
        ChainFormulas chain, IDiffusionProcess process, SmoothNoise score, double[] data, ulong seed, int i)
    {
        var space = new TileSpace<double>(Rows, Dimension);
        (Tile<double> noise, Tile<double> noised, Tile<double> epsilon) = (space.Allocate(), space.Allocate(), space.Allocate());
        space.FillNormal(noise, 1, new NoiseKey(seed, (uint)i, NoisePurpose.Forward));
        for (int k = 0; k < data.Length; k++)
        {
            noised.Values[k] = (Math.Sqrt(chain.AlphaBar(i)) * data[k]) + (Math.Sqrt(chain.NoiseVariance(i)) * noise.Values[k]);
        }

        score.Evaluate(noised, process.At((double)i / chain.Steps), epsilon);
        return (noise, epsilon);
    }
}

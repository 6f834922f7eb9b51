using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Discrete;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Chains;

/// <summary>Identities of a chain with arbitrary β_i: they hold to rounding for every table, not for the usual one alone.</summary>
internal static class ChainLaws
{
    private const double Rounding = 1e-11;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        Of(
            "telescoping-identity",
            "The noises of all steps add up: Σ_s β_s Π_{u>s} (1 − β_u) = 1 − ᾱ_n.",
            "Ho et al. 2020, eq. (4)",
            static chain =>
            {
                double sum = 0;
                double later = 1;
                for (int s = chain.Steps; s >= 1; s--)
                {
                    sum += chain.Beta(s) * later;
                    later *= 1 - chain.Beta(s);
                }

                return
                [
                    Measurement.Relative("1 − ᾱ_n", sum, chain.NoiseVariance(chain.Steps), Rounding),
                    Measurement.Relative("ᾱ_n", later, chain.AlphaBar(chain.Steps), Rounding),
                ];
            }),
        Of(
            "forward-marginals",
            "Noising step by step and in closed form is one law: N(√ᾱ_i m, ᾱ_i v + 1 − ᾱ_i) at every i.",
            "Ho et al. 2020, eq. (2) and (4)",
            static chain =>
            {
                var law = new NormalLaw(0.7, 0.3);
                NormalLaw data = law;
                var measurements = new List<Measurement>();
                for (int i = 1; i <= chain.Steps; i++)
                {
                    law = Push(law, chain.Forward(i));
                    NormalLaw closed = Push(data, chain.ClosedForm(i));
                    measurements.Add(Measurement.Relative($"mean at {i}", law.Mean, closed.Mean, Rounding));
                    measurements.Add(Measurement.Relative($"variance at {i}", law.Variance, closed.Variance, Rounding));
                }

                return measurements;
            }),
        Of(
            "forward-keeps-unit-variance",
            "A forward step keeps variance 1 exactly: (1 − β) · 1 + β = 1.",
            "Ho et al. 2020, eq. (2)",
            static chain => Enumerable.Range(1, chain.Steps).Select(i =>
                Measurement.Absolute($"variance after {i}", 1, Push(new NormalLaw(0, 1), chain.Forward(i)).Variance, 1e-14))),
        Of(
            "posterior-by-bayes",
            "μ̃ and β̃ are the conditional law of x_{i−1} given x_i and x_0 in the joint Gaussian of the whole path, whose precision "
            + "matrix is tridiagonal: Λ_jj = 1/β_j + (1 − β_{j+1})/β_{j+1}, Λ_{j,j+1} = −√(1 − β_{j+1})/β_{j+1}.",
            "Ho et al. 2020, eq. (6) and (7); Rasmussen and Williams 2006, app. A.2",
            PosteriorByBayes),
        Of(
            "posterior-precision",
            "Precisions add: 1/β̃_i = (1 − β_i)/β_i + 1/(1 − ᾱ_{i−1}); and β̃_1 = 0.",
            "Bayes for Gaussians",
            static chain => Enumerable.Range(2, chain.Steps - 1)
                .Select(i => Measurement.Relative(
                    $"1/β̃ at {i}",
                    ((1 - chain.Beta(i)) / chain.Beta(i)) + (1 / chain.NoiseVariance(i - 1)),
                    1 / chain.PosteriorFromData(i).Variance,
                    Rounding))
                .Append(Measurement.Exactly("β̃_1", 0, chain.PosteriorFromData(1).Variance))),
        Of(
            "noise-form-is-data-form",
            "μ̃ with x̂₀ = (x − √(1−ᾱ) ε)/√ᾱ put in is (x − β ε/√(1−ᾱ))/√(1−β), whatever x and ε are.",
            "Ho et al. 2020, eq. (10) and (11)",
            static chain => Enumerable.Range(1, chain.Steps).SelectMany(i =>
            {
                LinearKernel data = chain.PosteriorFromData(i);
                LinearKernel noise = chain.PosteriorFromNoise(i);
                double root = Math.Sqrt(chain.AlphaBar(i));
                double sigma = Math.Sqrt(chain.NoiseVariance(i));
                return new[]
                {
                    Measurement.Relative($"factor of x at {i}", data.OnState + (data.OnOther / root), noise.OnState, Rounding),
                    Measurement.Relative($"factor of ε at {i}", -data.OnOther * sigma / root, noise.OnOther, Rounding),
                };
            })),
        Of(
            "score-form-is-noise-form",
            "With s = −ε/√(1−ᾱ) the reverse mean is (x + β s)/√(1−β) = μ̃(x, ε), and √(1−β) · mean = x + β s.",
            "Song et al. 2021, app. E",
            static chain => Enumerable.Range(1, chain.Steps).SelectMany(i =>
            {
                LinearKernel score = chain.ReverseFromScore(i, 0.5);
                LinearKernel noise = chain.PosteriorFromNoise(i);
                return new[]
                {
                    Measurement.Relative($"factor of x at {i}", score.OnState, noise.OnState, Rounding),
                    Measurement.Relative($"factor of s at {i}", score.OnOther, -noise.OnOther * Math.Sqrt(chain.NoiseVariance(i)), Rounding),
                    Measurement.Exactly("variance", 0.5, score.Variance),
                };
            })),
        Of(
            "loss-weight-is-signal-to-noise",
            "β²/(2 β̃ (1−β)(1−ᾱ)) ‖ε − ε̂‖² = ½ (SNR_{i−1} − SNR_i) ‖x₀ − x̂₀‖², i ≥ 2, SNR = ᾱ/(1−ᾱ): the ELBO's two forms.",
            "Kingma et al. 2021, eq. (13); Ho et al. 2020, eq. (12)",
            static chain => Enumerable.Range(2, chain.Steps - 1).Select(i =>
            {
                double beta = chain.Beta(i);
                double noise = chain.NoiseVariance(i);
                double form = beta * beta / (2 * chain.PosteriorFromData(i).Variance * (1 - beta) * noise);

                // SNR_{i−1} − SNR_i = ᾱ_{i−1} β/((1−ᾱ_{i−1})(1−ᾱ_i)) without the cancellation.
                double difference = chain.AlphaBar(i - 1) * beta / (chain.NoiseVariance(i - 1) * noise);
                return Measurement.Relative($"weight at {i}", 0.5 * difference * noise / chain.AlphaBar(i), form, Rounding);
            })),
        new Law<(DdpmChain Chain, double Kept)>
        {
            Name = "respacing-keeps-marginals",
            Statement = "A chain that visits only indices S_k has β'_k = 1 − ᾱ_{S_k}/ᾱ_{S_{k−1}} and the same ᾱ at every index that it visits.",
            Source = "Nichol and Dhariwal 2021, §4",
            Subject = Subject.Chain,
            Cases = static _ => CasesOf.Generated(Draw.Of(RandomChains.Any, Reals.Between(0.1, 1))),
            Measure = static (context, draw) =>
            {
                ChainFormulas chain = context.Parts.Chain(draw.Chain);
                int[] kept = [.. Enumerable.Range(1, chain.Steps).Where(i => i == chain.Steps || i * 0.61803398874989 % 1 < draw.Kept)];
                ChainFormulas respaced = context.Parts.Chain(chain.Respace(kept));
                return
                [
                    Measurement.Exactly("steps", kept.Length, respaced.Steps),
                    .. kept.Select((i, k) => Measurement.Relative($"1 − ᾱ at {i}", chain.NoiseVariance(i), respaced.NoiseVariance(k + 1), Rounding)),
                    .. kept.Select((i, k) => Measurement.Relative($"ᾱ at {i}", chain.AlphaBar(i), respaced.AlphaBar(k + 1), Rounding)),
                ];
            },
        },
    ];

    private static Law<DdpmChain> Of(
        string name, string statement, string source, Func<ChainFormulas, IEnumerable<Measurement>> measure) => new()
        {
            Name = name,
            Statement = statement,
            Source = source,
            Subject = Subject.Chain,
            Cases = static _ => CasesOf.Generated(RandomChains.Any),
            Measure = (context, chain) => measure(context.Parts.Chain(chain)),
        };

    private static NormalLaw Push(NormalLaw law, LinearKernel kernel) =>
        new(kernel.OnState * law.Mean, (kernel.OnState * kernel.OnState * law.Variance) + kernel.Variance);

    private static IEnumerable<Measurement> PosteriorByBayes(ChainFormulas chain)
    {
        // x_1 … x_n given x_0 = 1: precision Λ, and the mean is √ᾱ. Six steps keep the matrix well conditioned.
        int n = Math.Min(6, chain.Steps);
        Matrix<double> precision = Matrix<double>.Build.Dense(n, n);
        for (int j = 1; j <= n; j++)
        {
            double beta = chain.Beta(j);
            precision[j - 1, j - 1] += 1 / beta;
            if (j > 1)
            {
                precision[j - 2, j - 2] += (1 - beta) / beta;
                precision[j - 2, j - 1] = precision[j - 1, j - 2] = -Math.Sqrt(1 - beta) / beta;
            }
        }

        Matrix<double> covariance = precision.Inverse();
        double condition = precision.L1Norm() * covariance.L1Norm();
        for (int i = 2; i <= n; i++)
        {
            double slope = covariance[i - 2, i - 1] / covariance[i - 1, i - 1];
            double variance = covariance[i - 2, i - 2] - (slope * covariance[i - 1, i - 2]);
            double onData = Math.Sqrt(chain.AlphaBar(i - 1)) - (slope * Math.Sqrt(chain.AlphaBar(i)));
            LinearKernel kernel = chain.PosteriorFromData(i);
            double roundings = 1e-13 * condition;
            yield return Measurement.Absolute($"factor of x at {i}", slope, kernel.OnState, roundings);
            yield return Measurement.Absolute($"factor of x₀ at {i}", onData, kernel.OnOther, roundings);
            yield return Measurement.Absolute($"β̃ at {i}", variance, kernel.Variance, roundings * covariance[i - 2, i - 2]);
        }
    }
}

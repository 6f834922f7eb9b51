using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Likelihood;

/// <summary>The importance-weighted bound.</summary>
internal static class WeightedBoundLaws
{
    private const int Dimension = 2;
    private const int Rows = 2;
    private const int Paths = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(DdpmChain Chain, SmoothNoise Score, double Seed)>
        {
            Name = "weighted-bound-as-printed",
            Statement = "The weighted bound is ln (1/K) Σ_k p(x_T) Π p(x_{i−1}|x_i)/Π q(x_i|x_{i−1}), densities multiplied out on paths of the forward chain, with variance β or β̃, for any ε and any chain, one that ends in pure noise too.",
            Source = "Burda et al. 2016, eq. (8); Ho et al. 2020, eq. (3)",
            Subject = Subject.Likelihood,
            Cases = static _ => CasesOf.Generated(Draw.Of(RandomChains.Any, SmoothNoise.OfDimension(Dimension), Reals.Between(0, 1e9)), cost: 5),
            Measure = static (context, draw) =>
            {
                double[] data = [.. Enumerable.Range(1, Rows * Dimension).Select(static i => Math.Sin(2 * i))];
                return BoundLaws.Both(draw.Chain).Select(both =>
                {
                    (DdpmChain chain, ReverseKernel kernel) = both;
                    IDiffusionProcess process = new VariancePreserving(chain.ToSchedule());
                    double[] found = WeightedBound.Evaluate<double>(chain, process, draw.Score, data, Paths, (ulong)draw.Seed, kernel, new() { Threads = 1 }).Values;
                    return Measurement.Alike($"ln mean w, {kernel}", Plain(context.Parts.Chain(chain), process, draw.Score, data, (ulong)draw.Seed, kernel), found, 1e-8);
                });
            },
        },
    ];

    private static double[] Plain(ChainFormulas chain, IDiffusionProcess process, SmoothNoise score, double[] data, ulong seed, ReverseKernel kernel)
    {
        var logs = new double[Rows][];
        for (int row = 0; row < Rows; row++)
        {
            logs[row] = new double[Paths];
        }

        var space = new TileSpace<double>(Rows, Dimension);
        (Tile<double> x, Tile<double> noise, Tile<double> epsilon) = (space.Allocate(), space.Allocate(), space.Allocate());
        for (int k = 0; k < Paths; k++)
        {
            double[] before = [.. data];
            for (int i = 1; i <= chain.Steps; i++)
            {
                space.FillNormal(noise, 1, new NoiseKey(seed, (uint)(((k + 1) * chain.Steps) + i), NoisePurpose.Forward));
                LinearKernel forward = chain.Forward(i);
                for (int j = 0; j < data.Length; j++)
                {
                    x.Values[j] = (forward.OnState * before[j]) + (forward.Deviation * noise.Values[j]);
                }

                score.Evaluate(x, process.At((double)i / chain.Steps), epsilon);
                LinearKernel mean = BoundLaws.Mean(chain, i);
                double variance = chain.ReverseVariance(i == 1 && kernel == ReverseKernel.PosteriorBeta ? 2 : i, kernel);
                for (int j = 0; j < data.Length; j++)
                {
                    logs[j / Dimension][k] += LogNormal(before[j], (mean.OnState * x.Values[j]) + (mean.OnOther * epsilon.Values[j]), variance)
                        - LogNormal(x.Values[j], forward.OnState * before[j], forward.Variance)
                        + (i == chain.Steps ? LogNormal(x.Values[j], 0, 1) : 0);
                    before[j] = x.Values[j];
                }
            }
        }

        return [.. logs.Select(static own => own.Max() + Math.Log(own.Average(log => Math.Exp(log - own.Max()))))];
    }

    private static double LogNormal(double x, double mean, double variance) => -0.5 * (((x - mean) * (x - mean) / variance) + Math.Log(2 * Math.PI * variance));
}

using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;
using Seen = ScoreSde.Inverse.Measurement;

namespace ScoreSde.Verification.Laws.Inverse;

/// <summary>The exact posterior of a mixture, to which every method for inverse problems is held.</summary>
internal static class InverseLaws
{
    private const int Dimension = 3;
    private const int Outputs = 2;

    private static readonly NoiseLevel Clean = new VariancePreserving(new LinearSchedule()).At(0);

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(GaussianMixture Data, double Deviation, double Seed)>
        {
            Name = "posterior-is-bayes",
            Statement = "ln p(x₀|y) − ln p(x₀) − ln N(y; A x₀, σ_y²) is one number at every x₀, for any mixture and any A.",
            Source = "Bayes' rule",
            Subject = Subject.Inverse,
            Cases = static _ => CasesOf.Generated(Draw.Of(RandomGaussians.Mixtures(Dimension), Reals.LogBetween(0.05, 2), Reals.Between(0, 1e9)), cost: 2),
            Measure = static (context, draw) =>
            {
                var a = DenseOperator.Random(Outputs, Dimension, (ulong)draw.Seed);
                var measurement = new Seen(a, [0.7, -0.4], draw.Deviation);
                GaussianMixture posterior = context.Parts.Posterior(draw.Data, measurement);
                double[][] points = [.. draw.Data.Components.Select(static part => part.Mean), [0.3, -0.2, 0.5], [-1, 0.8, 0.1]];
                double first = Evidence(points[0]);
                return points.Skip(1).Select(x => Measurement.Absolute("ln p(y)", first, Evidence(x), 1e-9 * (1 + Math.Abs(first))));

                double Evidence(double[] x)
                {
                    double[] y = new double[Outputs];
                    a.Apply(x, y);
                    double off = y.Zip([0.7, -0.4], static (p, q) => (p - q) * (p - q)).Sum() / (draw.Deviation * draw.Deviation);
                    double likelihood = (-0.5 * off) - (Outputs * Math.Log(draw.Deviation * Math.Sqrt(2 * Math.PI)));
                    return draw.Data.LogDensity(x, Clean) + likelihood - posterior.LogDensity(x, Clean);
                }
            },
        },
    ];
}

using FsCheck;
using FsCheck.Fluent;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Verification.Generators;

/// <summary>
/// An arbitrary smooth ε that is the score of nothing: ε_j = a tanh(b x_j + c x_{j+1} + d t) + e x_j. Identities between solvers
/// must hold for it, since a network is no exact score either.
/// </summary>
/// <param name="Coefficients">a, b, c, d, e.</param>
/// <param name="Dimension">Numbers in one sample.</param>
public sealed record SmoothNoise((double A, double B, double C, double D, double E) Coefficients, int Dimension) : IScoreFunction<Tile<double>>
{
    /// <summary>Functions of samples of a dimension.</summary>
    public static Arbitrary<SmoothNoise> OfDimension(int dimension) => (
        from a in Reals.Between(0.2, 1.5).Generator
        from b in Reals.Between(-2, 2).Generator
        from c in Reals.Between(-2, 2).Generator
        from d in Reals.Between(-3, 3).Generator
        from e in Reals.Between(-0.5, 0.5).Generator
        select new SmoothNoise((a, b, c, d, e), dimension)).ToArbitrary();

    /// <inheritdoc/>
    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        (double a, double b, double c, double d, double e) = Coefficients;
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> from = x.Row(row);
            Span<double> to = epsilon.Row(row);
            for (int j = 0; j < from.Length; j++)
            {
                to[j] = (a * Math.Tanh((b * from[j]) + (c * from[(j + 1) % from.Length]) + (d * level.Time))) + (e * from[j]);
            }
        }
    }
}

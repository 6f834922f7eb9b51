using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Inverse;

/// <summary>A linear operator, its transpose and its singular values are three tellings of one matrix.</summary>
internal static class OperatorLaws
{
    private static readonly IReadOnlyList<ILinearOperator> Shipped =
    [
        Mask.WithHole(5, 6, 1, 2, 3, 2),
        new AveragePooling(4, 6, 2),
        SeparableBlur.Gaussian(4, 5, 0.7),
        new SeparableBlur(4, 5, 0.5, 0.3, -0.1),
        DenseOperator.Random(4, 7, seed: 5),
    ];

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<double>
        {
            Name = "operators-are-adjoint",
            Statement = "⟨A x, y⟩ = ⟨x, Aᵀ y⟩, and A x = Σ s_k u_k ⟨v_k, x⟩ with orthonormal u_k and v_k: a mask, pooling, blurs and a random matrix.",
            Source = "definition of a transpose and of singular values",
            Subject = Subject.Inverse,
            Cases = static _ => CasesOf.Generated(Reals.Between(0, 100), cost: 10),
            Measure = static (context, draw) => Shipped.SelectMany((shipped, k) =>
            {
                ILinearOperator a = context.Parts.Operator(shipped);
                double[] x = [.. Enumerable.Range(0, a.Inputs).Select(i => Math.Sin(draw + (1.7 * i)))];
                double[] y = [.. Enumerable.Range(0, a.Outputs).Select(i => Math.Cos(draw - (2.3 * i)))];
                double[] image = new double[a.Outputs];
                double[] back = new double[a.Inputs];
                a.Apply(x, image);
                a.ApplyTransposed(y, back);
                SingularValues singular = a.Decompose();
                double[] recomposed = new double[a.Outputs];
                double offUnit = 0;
                for (int i = 0; i < singular.Rank; i++)
                {
                    double along = singular.Values[i] * Dot(singular.Right(i), x);
                    for (int j = 0; j < recomposed.Length; j++)
                    {
                        recomposed[j] += along * singular.Left(i)[j];
                    }

                    for (int j = 0; j <= i; j++)
                    {
                        double unit = i == j ? 1 : 0;
                        offUnit = Math.Max(offUnit, Math.Abs(Dot(singular.Right(i), singular.Right(j)) - unit));
                        offUnit = Math.Max(offUnit, Math.Abs(Dot(singular.Left(i), singular.Left(j)) - unit));
                    }
                }

                string name = $"{shipped.GetType().Name} {k}";
                return new[]
                {
                    Measurement.Absolute($"⟨x, Aᵀ y⟩, {name}", Dot(image, y), Dot(back, x), 1e-12),
                    Measurement.Alike($"A x by singular values, {name}", image, recomposed, 1e-12),
                    Measurement.Absolute($"orthonormality, {name}", 0, offUnit, 1e-12),
                };
            }),
        },
    ];

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

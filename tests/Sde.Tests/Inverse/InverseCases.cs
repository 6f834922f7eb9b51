using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Inverse;

/// <summary>Operators of every kind, and problems whose posterior is known.</summary>
internal static class InverseCases
{
    public static VariancePreserving Process { get; } = new(new LinearSchedule());

    public static IReadOnlyList<(string Name, ILinearOperator Operator)> Operators { get; } =
    [
        ("mask", Mask.WithHole(4, 6, 1, 2, 2, 3)),
        ("pooling", new AveragePooling(4, 6, 2)),
        ("blur", SeparableBlur.Gaussian(4, 6, 0.7)),
        ("lopsided blur", new SeparableBlur(4, 6, 0.1, 0.2, 0.5, -0.3, 0.4)),
        ("dense", DenseOperator.Random(7, 24, seed: 3)),
    ];

    /// <summary>Three coordinates, all correlated.</summary>
    public static Gaussian Correlated { get; } = Gaussian.WithCovariance(
        [0.4, -0.3, 0.1], new[,] { { 1.0, 0.6, 0.2 }, { 0.6, 0.8, 0.5 }, { 0.2, 0.5, 1.2 } });

    public static GaussianMixture Mixture { get; } = new(
        [Correlated, Gaussian.Isotropic([-1, 1, 0.5], 0.2), Gaussian.Isotropic([1, 0, -1], 0.05)], [2, 1, 1]);

    /// <summary>Two numbers of three, mixed.</summary>
    public static Measurement Mixed(double deviation = 0.3) => new(
        new DenseOperator(new[,] { { 1.0, 0.5, 0.0 }, { 0.0, -0.4, 0.8 } }), [0.9, -0.2], deviation);

    /// <summary>Two coordinates of three.</summary>
    public static Measurement Masked(double deviation = 0.3) => new(new Mask([true, false, true]), [0.9, -0.2], deviation);
}

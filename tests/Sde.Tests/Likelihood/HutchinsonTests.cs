using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Likelihood;

/// <summary>Estimates of a trace whose matrix is known: mean and variance over many probes.</summary>
public sealed class HutchinsonTests
{
    private const int Probes = 4000;

    /// <summary>
    /// J = σ C⁻¹ of a Gaussian is symmetric: variance 2 (‖J‖² − Σ J_ii²) with signs, 2 ‖J‖² with normals. Mean within five of its standard
    /// errors; variance within 16 %: five standard errors √((κ − 1)/4000) with kurtosis κ at most 5.
    /// </summary>
    [Theory]
    [InlineData(ProbeLaw.Rademacher)]
    [InlineData(ProbeLaw.Gaussian)]
    public void Mean_and_variance_are_those_of_theory(ProbeLaw probes)
    {
        var process = new VariancePreserving(new LinearSchedule(0.1, 20));
        NoiseLevel level = process.At(0.2);
        double[,] covariance = { { 2, 1.2, 0.3 }, { 1.2, 1, 0.1 }, { 0.3, 0.1, 0.5 } };
        GaussianMixture law = GaussianMixture.Of(Gaussian.WithCovariance([0, 0, 0], covariance));
        var space = new TileSpace<double>(1, 3);
        Tile<double> x = space.Allocate();
        x.Values.Fill(0.3);
        Tile<double> epsilon = space.Allocate();
        var score = (IDifferentiableScore<Tile<double>>)law.Score<double>();
        var exact = new double[1];
        new ExactDivergence().Create(score, space, 0).Evaluate(x, level, epsilon, exact);
        (double squares, double diagonal) = Squares(score, space, x, level);
        double variance = 2 * (probes == ProbeLaw.Rademacher ? squares - diagonal : squares);

        IDivergence<double> divergence = new Hutchinson(Probes, probes).Create(score, space, 8);
        divergence.Restart();
        var traces = new double[Probes];
        divergence.Evaluate(x, level, epsilon, traces);
        double mean = traces.Average();
        Near.Absolute(exact[0], mean, 5 * Math.Sqrt(variance / Probes), "mean");
        Near.Relative(variance, traces.Average(t => (t - mean) * (t - mean)), 0.16, "variance");
    }

    private static (double Squares, double Diagonal) Squares(
        IDifferentiableScore<Tile<double>> score, TileSpace<double> space, Tile<double> x, NoiseLevel level)
    {
        Tile<double> unit = space.Allocate();
        Tile<double> column = space.Allocate();
        double squares = 0;
        double diagonal = 0;
        for (int i = 0; i < 3; i++)
        {
            unit.Values.Clear();
            unit.Values[i] = 1;
            score.TransposedJacobianProduct(x, level, unit, column);
            squares += column.Values.ToArray().Sum(static v => v * v);
            diagonal += column.Values[i] * column.Values[i];
        }

        return (squares, diagonal);
    }
}

using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Likelihood;

/// <summary>Products by differences of answers: exact where ε is linear, else with an error of the step's square.</summary>
public sealed class CentralDifferencesTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Law = new([Gaussian.Isotropic([1, 0.5], 0.09), Gaussian.Isotropic([-1.5, 0.25], 0.25)], [0.4, 0.6]);

    [Fact]
    public void A_linear_answer_gives_the_trace_of_its_matrix_also_where_that_is_not_symmetric()
    {
        var linear = new DelegateScore<double>(2, static (x, level, epsilon) =>
        {
            for (int row = 0; row < x.Rows; row++)
            {
                (double a, double b) = (x.Row(row)[0], x.Row(row)[1]);
                (epsilon.Row(row)[0], epsilon.Row(row)[1]) = ((2 * a) + (5 * b), (-1 * a) + (3 * b));
            }
        });
        var differences = new CentralDifferences<double>(linear, 1e-3);
        var space = new TileSpace<double>(1, 2);
        Tile<double> x = space.Allocate();
        x.Values.Fill(0.7);
        var traces = new double[1];
        var counted = new CountingScore<Tile<double>>(differences);
        new ExactDivergence().Create(counted, space, 0).Evaluate(x, Process.At(0.4), space.Allocate(), traces);
        Assert.Equal(5, traces[0], 1e-10);
        Assert.Equal((1, 2), (counted.Evaluations, counted.Products));

        // vᵀ A v = 5 + 4 v₁ v₂ with signs.
        IDivergence<double> hutchinson = new Hutchinson(50).Create(counted, space, 1);
        hutchinson.Restart();
        var estimates = new double[50];
        hutchinson.Evaluate(x, Process.At(0.4), space.Allocate(), estimates);
        Assert.All(estimates, static estimate => Assert.Equal(4, Math.Abs(estimate - 5), 1e-10));
    }

    [Fact]
    public void The_error_is_of_the_square_of_the_step()
    {
        Assert.InRange(Error(0.2) / Error(0.1), 3.5, 4.5);
        Assert.InRange(Error(2e-5), 0, 1e-8);
    }

    [Fact]
    public void A_step_of_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new CentralDifferences<double>(Law.Score<double>(), 0));

    private static double Error(double step)
    {
        var space = new TileSpace<double>(40, 2);
        (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        Law.Sample(x.Values, Process.At(0.3), seed: 2);
        double[] Traces(IScoreFunction<Tile<double>> score)
        {
            var traces = new double[40];
            new ExactDivergence().Create(new CountingScore<Tile<double>>(score), space, 0).Evaluate(x, Process.At(0.3), epsilon, traces);
            return traces;
        }

        return Math.Sqrt(Traces(Law.Score<double>()).Zip(Traces(new CentralDifferences<double>(Law.Score<double>(), step)), static (a, b) => (a - b) * (a - b)).Average());
    }
}

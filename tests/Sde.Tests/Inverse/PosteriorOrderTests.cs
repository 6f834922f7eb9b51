using ScoreSde.Inverse;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Inverse;

/// <summary>With the exact likelihood a sampler reaches the exact posterior, at the order of the solver; with another one it does not.</summary>
[Trait("Category", "Once")]
public sealed class PosteriorOrderTests
{
    private static readonly GaussianMixture Prior = GaussianMixture.Of(InverseCases.Correlated);
    private static readonly Measurement Measurement = InverseCases.Mixed();
    private static readonly GaussianMixture Posterior = ExactPosterior.Of(Prior, Measurement);

    public static TheoryData<ISolver> Solvers => [new Ddim(), new EulerMaruyama(), new HeunInTime(), new StochasticHeun(), new DpmSolverPlusPlus2M()];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void The_exact_likelihood_leads_to_the_exact_posterior_at_the_order_of_the_solver(ISolver solver)
    {
        var score = new MomentMatchingScore<double>(Prior.Score<double>(), Measurement, steps: 2);
        OrderFit fit = OrderFit.Measure(n => Error(solver, score, n), coarsest: 32, finest: 1024, tolerance: 0.06, floor: 1e-9);
        Near.Absolute(solver.Facts.Order, fit.Order, 0.1, solver.Facts.Name);
    }

    [Fact]
    public void Another_likelihood_keeps_a_bias_however_short_the_steps_are()
    {
        foreach (IScoreFunction<Tile<double>> score in new IScoreFunction<Tile<double>>[]
        {
            new PosteriorScore<double>(Prior.Score<double>(), Measurement),
            new PseudoinverseScore<double>(Prior.Score<double>(), Measurement),
        })
        {
            double coarse = Error(new HeunInTime(), score, 256);
            double fine = Error(new HeunInTime(), score, 512);
            Assert.InRange(fine, 0.01, 1);
            Near.Relative(coarse, fine, 0.05);
        }
    }

    // The largest error of any entry of mean and covariance, from the exact law at t = 1 to that at t = 0.05: the solver's own.
    private static double Error(ISolver solver, IScoreFunction<Tile<double>> score, int steps)
    {
        AffineLaw start = LawAt(1);
        AffineLaw end = LawAt(0.05);
        AffineLaw law = AffineLaw.Of(solver, InverseCases.Process, score, Grids.Uniform(steps, 0.05), start);
        double worst = 0;
        for (int i = 0; i < 3; i++)
        {
            worst = Math.Max(worst, Math.Abs(law.Mean[i] - end.Mean[i]));
            for (int j = 0; j < 3; j++)
            {
                worst = Math.Max(worst, Math.Abs(law.Covariance[i, j] - end.Covariance[i, j]));
            }
        }

        return worst;
    }

    private static AffineLaw LawAt(double time)
    {
        MixtureMoments moments = MixtureMoments.Of(Posterior);
        double a = InverseCases.Process.At(time).MeanScale;
        double[,] covariance = moments.Covariance;
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                covariance[i, j] = (a * a * covariance[i, j]) + (i == j ? InverseCases.Process.At(time).Variance : 0);
            }
        }

        return new AffineLaw([.. moments.Mean.Select(m => a * m)], covariance);
    }
}

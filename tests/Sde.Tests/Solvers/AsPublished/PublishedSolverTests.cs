using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers.AsPublished;

/// <summary>What other projects' code does differently, as measured figures.</summary>
public sealed class PublishedSolverTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void None_of_them_is_among_the_shipped_methods_and_all_say_whose_they_are()
    {
        Assert.Empty(PublishedSolvers.All.Select(static solver => solver.Facts.Name).Intersect(KnownSolvers.All.Select(static solver => solver.Facts.Name)));
        Assert.All(PublishedSolvers.All, static solver => Assert.Contains("published-", solver.Facts.Name, StringComparison.Ordinal));
        Assert.All(PublishedSolvers.All, static solver => Assert.Matches(@"\(.+\)", solver.Facts.Title));
    }

    [Fact]
    public void Steps_of_one_over_n_are_right_for_a_thousand_times_and_no_other_number()
    {
        // Their grid: N times from 1 to 1e-3, then one step more, which for N = 1000 ends at 0.
        NormalLaw End(ISolver solver, int n)
        {
            double[] times = [.. Enumerable.Range(0, n).Select(i => 1 + (i / (n - 1.0) * (1e-3 - 1))), 0];
            return ExactMoments.Map(solver, Process, SolverCase.Data, new TimeGrid("score_sde", times)).Push(SolverCase.Data.At(Process.At(1)));
        }

        Near.Relative(End(new EulerMaruyama(), 1000).Variance, End(new ScoreSdeEulerMaruyama(), 1000).Variance, 1e-10);
        double right = End(new EulerMaruyama(), 100).Variance;
        double published = End(new ScoreSdeEulerMaruyama(), 100).Variance;
        Near.Absolute(-0.00464, (published / right) - 1, 1e-5);
    }

    [Fact]
    public void The_corrector_of_a_chain_of_1000_steps_is_biased_more_where_the_steps_of_the_run_are_long()
    {
        // One level, corrected until it settles: v/(1 − η/2v), η = 2a (rσ)². a = 1 − β_i = 0.98 at t = 1; of a step from 1 to 0.9 it is e^(−∫β) = 0.15.
        NormalLaw data = SolverCase.Data.At(Process.At(1));
        double Widened(ICorrector corrector)
        {
            var solver = new PredictorCorrector(new Idle(), corrector, CorrectorSteps: 2000);
            return (ExactMoments.Map(solver, Process, SolverCase.Data, new TimeGrid("one", 1, 0.9)).Push(new NormalLaw(0, 5)).Variance / data.Variance) - 1;
        }

        double bias = 0.16 * 0.16 * Process.At(1).Variance / data.Variance;
        Near.Relative((1 / (1 - (0.98 * bias))) - 1, Widened(new ScoreSdeLangevin()), 1e-9);
        Near.Relative((1 / (1 - (Math.Exp(-Process.Schedule.Integral(0.9, 1)) * bias))) - 1, Widened(new AnnealedLangevin()), 1e-9);
        Near.Absolute(0.0257, Widened(new ScoreSdeLangevin()), 1e-4);
        Near.Absolute(0.0039, Widened(new AnnealedLangevin()), 1e-4);
    }

    [Theory]
    [InlineData("published-diffusers-sde-3m", "sde-dpmpp-2m")]
    [InlineData("published-k-diffusion-sde", "dpmpp-sde")]
    public void A_wrong_sign_and_a_forgotten_noise_cost_one_weak_order(string published, string right)
    {
        SolverCase known = SolverCase.Named("vp linear");
        double Order(ISolver solver) => OrderFit.Measure(
            n => ExactMoments.Map(solver, known.Process, SolverCase.Data, known.Uniform(n)).Push(known.StartLaw).Variance - known.EndLaw.Variance,
            coarsest: 256,
            finest: 4096,
            tolerance: 0.05).Order;
        Near.Absolute(1, Order(PublishedSolvers.All.Single(solver => solver.Facts.Name == published)), 0.05);
        Near.Absolute(2, Order(KnownSolvers.All.Single(solver => solver.Facts.Name == right)), 0.05);
    }

    [Fact]
    public void A_last_step_without_one_over_alpha_is_too_small_by_alpha()
    {
        var point = new NormalLaw(1, 0);
        foreach ((double time, double missing) in new[] { (1e-3, 5.5e-5), (0.01, 1.0e-3) })
        {
            var grid = new TimeGrid("end", time, 0);
            Near.Absolute(1, ExactMoments.Map(new Ddim(), Process, point, grid).Shift, 1e-12);
            double published = ExactMoments.Map(new FastSamplingEnd(new Ddim()), Process, point, grid).Shift;
            Near.Absolute(Process.At(time).MeanScale, published, 1e-12);
            Near.Relative(missing, 1 - published, 0.01);
        }
    }

    /// <summary>A predictor that leaves x as it is, so that the corrector is seen alone.</summary>
    private sealed record Idle : ISolver
    {
        public SolverFacts Facts { get; } = new("idle", "Idle", 0, null, 0, 0, "none 0000");

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Nothing<TState>();

        private sealed class Nothing<TState> : IStepper<TState>
        {
            public void Step(TState x, in GridStep step)
            {
                // Nothing is predicted.
            }
        }
    }
}

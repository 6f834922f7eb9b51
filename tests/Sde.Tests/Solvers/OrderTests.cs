using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers;

/// <summary>
/// Every shipped solver, and settings off the shipped ones, has the orders that its facts promise on one process, to ±0.05 and without sampling.
/// The other kinds of process are in the properties <c>order/…</c>.
/// </summary>
[Trait("Category", "Once")]
public sealed class OrderTests
{
    private const double Tolerance = 0.05;

    // Roundings of the mean: seven coarse steps of a multistep method multiply them by its weights.
    private const double Exact = 3e-14;

    // Roundings of a thousand steps are a few 1e-15.
    private const double Floor = 5e-14;

    private static readonly ISolver[] Measured =
    [
        .. KnownSolvers.All.Where(static solver => solver.Facts.Order > 0),
        new Ddim(Eta: 0.5),
        new Ddim(Eta: 1),
        new EulerMaruyama(NoiseRate: 0.5),
        new EulerMaruyama(NoiseRate: 2),
    ];

    public static TheoryData<int, string, string> Stochastic => Pairs(static solver => solver.Facts.IsStochastic);

    public static TheoryData<int, string, string> OneBrownianPath =>
        Pairs(static solver => solver.Facts.IsStochastic && solver is not (Heun or DpmSolverPlusPlusSde or Seeds2 or Seeds3 or StochasticRungeKutta or Restart));

    public static TheoryData<int, string, string> Deterministic => Pairs(static solver => !solver.Facts.IsStochastic);

    public static TheoryData<int, string, string> All => Pairs(static _ => true);

    [Theory]
    [MemberData(nameof(Deterministic))]
    public void An_ode_method_has_its_order_on_a_mixture(int solver, string name, string problem)
    {
        SolverCase known = SolverCase.Named(problem);
        OrderFit fit = Fit(Measured[solver], n => FlowError.Measure(
            Measured[solver], known.Process, SolverCase.Mixture, Grid(Measured[solver], known, n), points: 16));
        AssertOrder(Measured[solver].Facts.Order, fit, name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_variance_of_gaussian_data_is_reached_with_the_weak_order(int solver, string name, string problem)
    {
        SolverCase known = SolverCase.Named(problem);
        double Error(int n) => End(Measured[solver], known, n).Variance - known.EndLaw.Variance;
        OrderFit fit = Fit(Measured[solver], HidesItsOrder(Measured[solver]) ? OrderFit.WithoutNextTerm(Error, Measured[solver].Facts.Order) : Error);
        AssertOrder(Measured[solver].Facts.Order, fit, name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_mean_of_gaussian_data_is_exact_or_reached_with_the_weak_order(int solver, string name, string problem)
    {
        SolverCase known = SolverCase.Named(problem);
        double Error(int n) => End(Measured[solver], known, n).Mean - known.EndLaw.Mean;
        if (Math.Abs(Error(7)) > Exact)
        {
            AssertOrder(Measured[solver].Facts.Order, Fit(Measured[solver], Error), name);
            return;
        }

        // Exponential steps are exact for the mean, on any grid.
        Assert.True(Math.Abs(Error(60)) <= Exact);
        bool worksInTime = Measured[solver] is EulerMaruyama or ReverseDiffusion or HeunInTime
            or RungeKuttaInTime or StochasticHeun or StochasticRungeKutta;
        Assert.False(worksInTime && known.Process.DriftRate(0.5) != 0);
    }

    [Theory]
    [MemberData(nameof(OneBrownianPath))]
    public void Paths_follow_the_exact_solution_with_the_strong_order_in_either_clock(int solver, string name, string problem)
    {
        SolverCase known = SolverCase.Named(problem);
        double rate = Measured[solver] switch
        {
            EulerMaruyama method => method.NoiseRate.Rate,
            Ddim method => method.Eta * method.Eta,
            _ => 1,
        };
        foreach (PathNoise noise in new[] { PathNoise.Increment, PathNoise.SignalToNoiseIncrement })
        {
            // An error of order 2 hides that of order 1 on coarse grids.
            bool late = Measured[solver] is SdeDpmSolverPlusPlus { Levels: 2 };
            double Error(int n) =>
                StrongError.Measure(Measured[solver], known.Process, SolverCase.Data, known.Uniform(n), noise, rate);
            OrderFit fit = late ? OrderFit.Measure(Error, coarsest: 512, finest: 8192, tolerance: 0.05)
                : HidesItsOrder(Measured[solver]) ? OrderFit.Measure(OrderFit.WithoutNextTerm(Error, 1), coarsest: 128, finest: 4096, tolerance: 0.06)
                : Fit(Measured[solver], Error);
            AssertOrder(Measured[solver].Facts.StrongOrder!.Value, fit, $"{name}, {noise.Name}");
        }
    }

    [Fact]
    public void Paths_of_ddim_belong_to_the_process_with_the_square_of_eta_as_its_rate()
    {
        SolverCase known = SolverCase.Named("vp linear");
        double Error(double rate) => StrongError.Measure(
            new Ddim(0.5), known.Process, SolverCase.Data, known.Uniform(1024), PathNoise.Increment, rate);
        Assert.True(Error(0.25) < 0.003 && Error(0.5) > 0.05 && Error(0) > 0.05);
    }

    [Theory]
    [InlineData("vp linear")]
    [InlineData("vp cosine")]
    [InlineData("subvp linear")]
    [InlineData("ve geometric")]
    public void A_predictor_corrector_keeps_the_bias_of_its_langevin_step_however_short_the_steps(string problem)
    {
        // At one level the corrector is x ← (1 − η/v) x + √(2η) z, whose variance tends to v/(1 − η/2v), η = 2 (rσ)².
        SolverCase known = SolverCase.Named(problem);
        const double R = 0.16;
        var solver = new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin(R), CorrectorSteps: 2000);
        const double Time = 0.5;
        var grid = new ScoreSde.TimeGrids.TimeGrid("one short step", Time, Time - 1e-12);
        var level = known.Process.At(Time);
        double v = SolverCase.Data.At(level).Variance;
        double eta = 2 * R * R * level.Variance;
        AffineMap map = ExactMoments.Map(solver, known.Process, SolverCase.Data, grid);
        Near.Relative(v / (1 - (eta / (2 * v))), map.Push(new NormalLaw(3, 7)).Variance, 1e-8);
        Near.Absolute(SolverCase.Data.At(level).Mean, map.Push(new NormalLaw(3, 7)).Mean, 1e-8);
        Assert.Equal(0, solver.Facts.Order);
    }

    [Fact]
    public void The_signal_to_noise_corrector_has_no_exact_moments_and_is_refused_in_one_dimension() =>
        Assert.Throws<ArgumentException>(() => ExactMoments.Map(
            new PredictorCorrector(new ReverseDiffusion(), new SignalToNoiseLangevin()),
            SolverCase.All[0].Process,
            SolverCase.Data,
            SolverCase.All[0].Uniform(4)));

    private static bool HidesItsOrder(ISolver solver) => SolverClaims.Of(solver).HidesItsOrder;

    private static NormalLaw End(ISolver solver, SolverCase known, int steps) =>
        ExactMoments.Map(solver, known.Process, SolverCase.Data, Grid(solver, known, steps)).Push(known.StartLaw);

    // A start of order 1 has an error of order 2, which would hide any order above it.
    private static TimeGrid Grid(ISolver solver, SolverCase known, int steps) =>
        solver.Facts.Order > 2 && solver is DpmSolverPlusPlus3M or UniPc or DeisAdams
            ? known.BeginningFinely(steps)
            : known.Uniform(steps);

    // Some slopes settle late, over errors near to rounding; where they never come within 0.02, more must do. What is asserted
    // is the extrapolated slope.
    private static OrderFit Fit(ISolver solver, Func<int, double> error)
    {
        // Exact moments cost the square of the number of noises.
        (int finest, double tolerance) = solver.Facts.IsStochastic ? (2048, 0.1) : (8192, 0.05);
        var measured = new Dictionary<int, double>();
        double Once(int n) => measured.TryGetValue(n, out double known) ? known : measured[n] = error(n);
        try
        {
            return OrderFit.Measure(Once, finest: 2048, floor: Floor);
        }
        catch (NotAsymptoticException)
        {
            return OrderFit.Measure(Once, 16, finest, tolerance, Floor);
        }
    }

    private static void AssertOrder(double expected, OrderFit fit, string name) => Assert.True(
        Math.Abs(fit.Order - expected) <= Tolerance, $"{name}: order {expected} promised, {fit.Order:F3} ± {fit.Uncertainty:F3} measured");

    private static TheoryData<int, string, string> Pairs(Func<ISolver, bool> include)
    {
        var data = new TheoryData<int, string, string>();
        for (int i = 0; i < Measured.Length; i++)
        {
            if (include(Measured[i]))
            {
                data.Add(i, Measured[i].Facts.Title, "vp linear");
            }
        }

        return data;
    }
}

using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Inverse;

/// <summary>Methods whose steps know the measurement: replacement, RePaint, DDRM, SNIPS and DPS as published.</summary>
public sealed class MeasuredSolverTests
{
    private static readonly IDifferentiableScore<Tile<double>> Prior = InverseCases.Mixture.Score<double>();

    public static TheoryData<ISolver> Methods =>
    [
        new Replacement(new Ancestral(new PosteriorVariance()), InverseCases.Mixed()),
        new Replacement(new Heun(), InverseCases.Masked(), CountsError: true),
        new RePaint(InverseCases.Mixed(), Passes: 3, JumpLength: 2),
        new Ddrm(InverseCases.Mixed()),
        new Snips(InverseCases.Mixed(), Corrections: 2),
        new DiffusionPosteriorSampling(InverseCases.Mixed()),
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Samples_have_the_same_bits_for_every_tile_and_thread_count_and_evaluations_are_as_declared(ISolver solver)
    {
        IScoreFunction<Tile<float>> prior = InverseCases.Mixture.Score<float>();
        SampleSet<float> Sample(int threads, int rows) => Sampler.Sample(
            InverseCases.Process, prior, solver, Grids.Quadratic(6), 90, 3, new SamplerOptions { Threads = threads, TileRows = rows });
        SampleSet<float> expected = Sample(1, 90);
        Assert.Equal(expected.Values, Sample(2, 11).Values);
        Assert.Equal(expected.Values, Sample(3, 1).Values);
        Assert.Equal(solver.Facts.Evaluations(6, endsAtZero: true), expected.Evaluations);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_allocate_nothing(ISolver solver)
    {
        var space = new TileSpace<double>(20, 3);
        IStepper<Tile<double>> stepper = solver.CreateStepper(new Problem<Tile<double>>(InverseCases.Process, Prior, space));
        Tile<double> x = space.Allocate();
        InverseCases.Mixture.Sample(x.Values, InverseCases.Process.At(0.6), seed: 4);
        var step = new GridStep(1, 9, InverseCases.Process.At(0.6), InverseCases.Process.At(0.58), 7);
        long least = long.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            stepper.Step(x, in step);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Operators_for_samples_of_another_dimension_are_refused(ISolver solver) => Refused.By(null, "not of 2", () =>
        solver.CreateStepper(new Problem<Tile<double>>(
            InverseCases.Process, GaussianMixture.Ring().Score<double>(), new TileSpace<double>(1, 2))));

    [Fact]
    public void Without_error_replacement_repaint_ddrm_and_snips_end_on_the_measurement()
    {
        foreach (ISolver solver in new ISolver[]
        {
            new Replacement(new Heun(), InverseCases.Mixed(0)),
            new RePaint(InverseCases.Mixed(0), Passes: 2),
            new Ddrm(InverseCases.Mixed(0)),
            new Snips(InverseCases.Mixed(0)),
        })
        {
            SampleSet<double> samples = Sampler.Sample(InverseCases.Process, Prior, solver, Grids.Quadratic(6), 20, 3);
            var residual = new double[2];
            for (int i = 0; i < 20; i++)
            {
                InverseCases.Mixed(0).Residual(samples[i], residual);
                Assert.All(residual, value => Assert.Equal(0, value, 1e-13));
            }
        }
    }

    [Fact]
    public void One_pass_of_one_step_of_repaint_is_replacement_to_the_bit()
    {
        double[] Run(ISolver solver) => Sampler.Sample(InverseCases.Process, Prior, solver, Grids.Quadratic(6), 20, 3).Values;
        Assert.Equal(
            Run(new Replacement(new Ancestral(new PosteriorVariance()), InverseCases.Mixed())),
            Run(new RePaint(InverseCases.Mixed(), Passes: 1, JumpLength: 1)));
    }

    [Fact]
    public void Posterior_sampling_of_scale_zero_is_ancestral_sampling_to_the_bit()
    {
        double[] Run(ISolver solver) => Sampler.Sample(InverseCases.Process, Prior, solver, Grids.Quadratic(6), 20, 3).Values;
        Assert.Equal(Run(new Ancestral(new PosteriorVariance())), Run(new DiffusionPosteriorSampling(InverseCases.Mixed(), Scale: 0)));
    }

    [Fact]
    public void A_step_of_posterior_sampling_adds_the_scaled_gradient_of_the_norm()
    {
        // With the same noise, the difference to ancestral sampling is −ζ ∇‖y − A x̂₀(x)‖: by differences.
        var step = new GridStep(1, 9, InverseCases.Process.At(0.5), InverseCases.Process.At(0.4), 7);
        double[] plain = Step(new Ancestral(new PosteriorVariance()), 0, 0);
        double[] pulled = Step(new DiffusionPosteriorSampling(InverseCases.Mixed(), Scale: 0.7), 0, 0);
        for (int j = 0; j < 3; j++)
        {
            double slope = (Norm(j, 1e-5) - Norm(j, -1e-5)) / 2e-5;
            Near.Absolute(-0.7 * slope, pulled[j] - plain[j], 1e-8);
        }

        double[] Step(ISolver solver, int column, double shift)
        {
            (TileSpace<double> space, Tile<double> x) = Start(column, shift);
            solver.CreateStepper(new Problem<Tile<double>>(InverseCases.Process, Prior, space)).Step(x, in step);
            return x.Values.ToArray();
        }

        double Norm(int column, double shift)
        {
            (TileSpace<double> space, Tile<double> x) = Start(column, shift);
            Tile<double> epsilon = space.Allocate();
            Prior.Evaluate(x, step.From, epsilon);
            space.Combine(epsilon, (1 / step.From.MeanScale, x), (-step.From.Ratio, epsilon));
            var residual = new double[2];
            InverseCases.Mixed().Residual(epsilon.Row(0), residual);
            return Math.Sqrt(SingularValues.Dot(residual, residual));
        }

        (TileSpace<double> Space, Tile<double> X) Start(int column, double shift)
        {
            var space = new TileSpace<double>(1, 3);
            Tile<double> x = space.Allocate();
            (x.Values[0], x.Values[1], x.Values[2]) = (0.3, -0.8, 1.1);
            x.Values[column] += shift;
            return (space, x);
        }
    }

    [Fact]
    public void One_step_of_ddrm_has_the_law_that_the_paper_gives_each_coordinate()
    {
        // Data in one point m makes x̂₀ = m whatever x is. Coordinates 0 and 2 are measured, 1 is not.
        double[] m = [0.4, -0.3, 0.1];
        IScoreFunction<Tile<double>> score = GaussianMixture.Of(Gaussian.PointMass(m)).Score<double>();
        foreach (double singular in new[] { 1, 2, 0.5 })
        {
            CheckDdrm(m, score, singular);
        }
    }

    // y = s x₀ with error s · 0.3, so that ȳ = 0.9 has error 0.3 whatever s is.
    private static void CheckDdrm(double[] m, IScoreFunction<Tile<double>> score, double singular)
    {
        const double Eta = 0.6;
        const double MeasuredEta = 0.8;
        const double Error = 0.3;
        var measurement = new Measurement(
            new DenseOperator(new[,] { { singular, 0, 0 }, { 0, 0, singular } }), [0.9 * singular, -0.2 * singular], Error * singular);
        var solver = new Ddrm(measurement, Eta, MeasuredEta);
        AffineLaw start = new([0.7, 0.2, -0.5], new double[3, 3]);
        foreach (double time in new[] { 0.5, 0.05 })
        {
            var from = InverseCases.Process.At(0.6);
            var to = InverseCases.Process.At(time);
            AffineLaw law = AffineLaw.Of(solver, InverseCases.Process, score, new TimeGrid("one step", 0.6, time), start);
            double ratio = to.Ratio;
            double along = (start.Mean[1] - (from.MeanScale * m[1])) / from.Deviation;
            double keep = Math.Sqrt(1 - (Eta * Eta));
            Near.Absolute(to.MeanScale * (m[1] + (keep * ratio * along)), law.Mean[1], 1e-13);
            Near.Absolute(to.Variance * Eta * Eta, law.Covariance[1, 1], 1e-13);
            bool early = ratio >= Error;
            Assert.Equal(time == 0.5, early);
            double pull = early ? MeasuredEta : keep * ratio / Error;
            Near.Absolute(to.MeanScale * (m[0] + (pull * (0.9 - m[0]))), law.Mean[0], 1e-13);
            double variance = early ? (ratio * ratio) - (MeasuredEta * MeasuredEta * Error * Error) : Eta * Eta * ratio * ratio;
            Near.Absolute(to.MeanScale * to.MeanScale * variance, law.Covariance[0, 0], 1e-13);
        }
    }

    [Fact]
    public void Posterior_sampling_needs_a_score_with_a_jacobian_and_tiles() => Refused.By("problem", "Jacobian", () =>
        new DiffusionPosteriorSampling(InverseCases.Mixed()).CreateStepper(new Problem<Tile<double>>(
            InverseCases.Process, new Verification.Generators.SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3), new TileSpace<double>(1, 3))));
}

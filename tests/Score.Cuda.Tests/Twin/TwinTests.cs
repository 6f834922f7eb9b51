using ScoreSde.Cuda;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Twin;

/// <summary>The kernel's own source, compiled for the processor, draws the library's samples.</summary>
[Trait("Category", "Once")]
public sealed class TwinTests
{
    private const double DoubleError = 1e-9;
    private const double FloatError = 2e-5;
    private const int Count = 37;

    public static TheoryData<string> Names => AllSolvers.Names;

    [TwinTheory]
    [MemberData(nameof(Names))]
    public void Every_method_on_a_mixture(string name)
    {
        ISolver solver = AllSolvers.Find(name);
        if (!AllSolvers.TakesPlane(solver))
        {
            Assert.Throws<ArgumentException>(() => Agreement.OfMixture<double>(TwinHost.Only, solver, Count));
            return;
        }

        Assert.InRange(Agreement.OfMixture<double>(TwinHost.Only, solver, Count), 0, DoubleError);
        Assert.InRange(Agreement.OfMixture<float>(TwinHost.Only, solver, Count), 0, FloatError);
    }

    [TwinTheory]
    [MemberData(nameof(Names))]
    public void Every_method_on_a_guided_network(string name)
    {
        ISolver solver = AllSolvers.Find(name);
        Assert.InRange(Agreement.OfNetwork<double>(TwinHost.Only, solver, Count), 0, DoubleError);
        Assert.InRange(Agreement.OfNetwork<float>(TwinHost.Only, solver, Count), 0, FloatError);
    }

    [TwinTheory]
    [InlineData(CudaPrecision.BFloat16, 3e-2)]
    [InlineData(CudaPrecision.BFloat16Times3, 2e-4)]
    public void Products_in_bfloat16_err_by_their_bits(CudaPrecision precision, double most) =>
        Assert.InRange(Agreement.OfNetwork<float>(TwinHost.Only, new Heun(), Count, precision), most / 1000, most);

    [TwinTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_the_library_s(int dimension)
    {
        var grid = Grids.Uniform(1, 0.5);
        var model = CudaModel.Of(GaussianMixture.Of(Gaussian.Isotropic(new double[dimension], 1)));
        var options = new CudaSamplerOptions { FirstSample = 7 };
        double[] actual = CudaSampler.Sample<double>(TwinHost.Only, Agreement.Process, model, new NoiseAlone(), grid, Count, Agreement.Seed, options).Values;
        var expected = new double[actual.Length];
        Normals.Fill<double>(expected, dimension, 7, NoiseAlone.Key(Agreement.Seed), NoiseAlone.Scale);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-14 * (1 + Math.Abs(expected[i])));
        }
    }

    [TwinFact]
    public void A_sample_depends_neither_on_batches_nor_on_blocks()
    {
        double[] all = Draw(new CudaSamplerOptions());
        Assert.Equal(all, Draw(new CudaSamplerOptions { BatchRows = 11 }));
        foreach (int rows in new[] { 3, 8, 10 })
        {
            Assert.Equal(all, Draw(new CudaSamplerOptions { BlockRows = rows }));
        }

        Assert.Equal(all[(10 * 3)..], Draw(new CudaSamplerOptions { FirstSample = 10 })[..(27 * 3)]);

        static double[] Draw(CudaSamplerOptions options) => CudaSampler.Sample<double>(
            TwinHost.Only,
            Agreement.Process,
            CudaModel.Of(Agreement.Network<double>()),
            new EulerMaruyama(),
            Agreement.Grid,
            Count,
            Agreement.Seed,
            options with { LabelOf = Agreement.LabelOf }).Values;
    }

    [TwinFact]
    public void What_is_not_finite_is_named_by_its_first_step_and_sample()
    {
        GaussianMixture mixture = GaussianMixture.Ring();
        NonFiniteSampleException expected = Assert.Throws<NonFiniteSampleException>(
            () => Sampler.Sample(Agreement.Process, mixture.Score<double>(), new Growing(), Agreement.Grid, Count, Agreement.Seed));
        NonFiniteSampleException actual = Assert.Throws<NonFiniteSampleException>(() => CudaSampler.Sample<double>(
            TwinHost.Only, Agreement.Process, CudaModel.Of(mixture), new Growing(), Agreement.Grid, Count, Agreement.Seed, null));
        Assert.Equal(expected.Message, actual.Message);
        Assert.Equal(0, TwinHost.Only.Held);
    }

    [TwinFact]
    public void Launches_tell_how_far_they_are_and_can_be_stopped()
    {
        var heard = new Heard();
        var model = CudaModel.Of(GaussianMixture.Ring());
        SampleSet<float> samples = CudaSampler.Sample<float>(
            TwinHost.Only, Agreement.Process, model, new Heun(), Agreement.Grid, 100, 1, new CudaSamplerOptions { BatchRows = 32, Progress = heard });
        Assert.Equal([0.32, 0.64, 0.96, 1], heard.Values);
        using var stop = new CancellationTokenSource();
        var stopping = new Heard(stop);
        Assert.Throws<OperationCanceledException>(() => CudaSampler.Sample<float>(
            TwinHost.Only,
            Agreement.Process,
            model,
            new Heun(),
            Agreement.Grid,
            samples.Count,
            1,
            new CudaSamplerOptions { BatchRows = 32, Progress = stopping, Cancellation = stop.Token }));
        Assert.Equal([0.32], stopping.Values);
    }

    private sealed class Heard(CancellationTokenSource? stop = null) : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            Values.Add(value);
            stop?.Cancel();
        }
    }

    /// <summary>Grows by a factor of 10⁶⁰ in each step, so that values of different size leave the numbers in different steps.</summary>
    private sealed record Growing : ISolver
    {
        public SolverFacts Facts => new("growing", "growing", 1, null, 0, 0, "");

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(problem);

        private sealed class Stepper<TState>(Problem<TState> problem) : IStepper<TState>
        {
            public void Step(TState x, in GridStep step) => problem.Space.Combine(x, (1e60, x), (step.Index == 4 ? 1e300 : 0, x));
        }
    }
}

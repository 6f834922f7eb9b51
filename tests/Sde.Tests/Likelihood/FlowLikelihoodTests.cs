using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Likelihood;

/// <summary>ln p by the flow against the closed form of mixtures, sample by sample.</summary>
public sealed class FlowLikelihoodTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GaussianMixture Ring = GaussianMixture.Ring();

    [Fact]
    public void Every_sample_of_the_ring_has_its_log_density_to_1e_4_nats_and_the_estimated_error_says_so()
    {
        double[] data = Draw(Ring, 500);
        (LogDensities result, double[] estimated) = FlowLikelihood.EvaluateWithError<double>(
            Process, Ring.Score<double>(), Classical, Grids.Quadratic(129), data, terminal: Ring);
        double[] errors = Errors(result, Ring, data);
        Assert.InRange(errors.Max(), 0, 1e-4);

        // Step doubling: within a third of the error itself, sample by sample.
        for (int i = 0; i < errors.Length; i++)
        {
            Assert.InRange(estimated[i], errors[i] / 1.5, (1.5 * errors[i]) + 1e-6);
        }

        Assert.All(result.ProbeErrors, static error => Assert.Equal(0, error));

        // ε and the diagonal of its Jacobian, which counts as a product.
        Assert.Equal(128 * 4 * 3 + (2 * 3) + (64 * 4 * 3) + (2 * 3), result.Evaluations);
    }

    [Fact]
    public void The_error_falls_with_the_order_of_the_method()
    {
        double[] data = Draw(Ring, 60);
        double Error(ISolver solver, int steps) => Errors(
            FlowLikelihood.Evaluate<double>(Process, Ring.Score<double>(), solver, Grids.Quadratic(steps), data, terminal: Ring), Ring, data).Average();
        Near.Absolute(4, Math.Log2(Error(Classical, 128) / Error(Classical, 256)), 0.1, "RK4");
        Near.Absolute(3, Math.Log2(Error(new DpmSolver3(), 128) / Error(new DpmSolver3(), 256)), 0.1, "DPM-Solver-3");
        Near.Absolute(2, Math.Log2(Error(new Heun(), 128) / Error(new Heun(), 256)), 0.1, "Heun");
        Near.Absolute(1, Math.Log2(Error(new Ddim(), 256) / Error(new Ddim(), 512)), 0.1, "DDIM");
    }

    [Fact]
    public void A_correlated_Gaussian_has_its_log_density_under_every_process()
    {
        GaussianMixture law = GaussianMixture.Of(Gaussian.WithCovariance([1, -1, 0], new[,] { { 2, 1.2, 0 }, { 1.2, 1, 0.1 }, { 0, 0.1, 0.5 } }));
        double[] data = Draw(law, 40);
        foreach (IDiffusionProcess process in new IDiffusionProcess[]
        {
            Process, new SubVariancePreserving(new LinearSchedule(0.1, 20)), new VarianceExploding(new GeometricSchedule(0.01, 50)),
        })
        {
            LogDensities result = FlowLikelihood.Evaluate<double>(
                process, law.Score<double>(), Classical, Grids.UniformLambda(process, 200), data, terminal: law);
            NoiseLevel clean = process.At(0);
            for (int i = 0; i < 40; i++)
            {
                Near.Absolute(law.LogDensity(data.AsSpan(3 * i, 3), clean), result.Values[i], 2e-5, $"{process.Name}, sample {i}");
            }
        }
    }

    [Fact]
    public void With_the_prior_at_the_noisy_end_ln_p_moves_by_the_gap_between_it_and_the_exact_law()
    {
        double[] data = Draw(Ring, 20);
        LogDensities exact = FlowLikelihood.Evaluate<double>(Process, Ring.Score<double>(), Classical, Grids.Quadratic(40), data, terminal: Ring);
        LogDensities model = FlowLikelihood.Evaluate<double>(Process, Ring.Score<double>(), Classical, Grids.Quadratic(40), data);
        Assert.Equal(exact.Latents, model.Latents);
        NoiseLevel top = Process.At(1);
        for (int i = 0; i < 20; i++)
        {
            ReadOnlySpan<double> z = model.Latents.AsSpan(2 * i, 2);
            double gap = (-0.5 * ((z[0] * z[0]) + (z[1] * z[1]))) - Math.Log(2 * Math.PI) - Ring.LogDensity(z, top);
            Near.Absolute(gap, model.Values[i] - exact.Values[i], 1e-12);
            Assert.InRange(Math.Abs(gap), 1e-7, 5e-3);
        }
    }

    [Fact]
    public void Probes_of_signs_have_no_variance_for_a_diagonal_Jacobian_and_normals_have()
    {
        GaussianMixture law = GaussianMixture.Of(Gaussian.Isotropic([0.5, -1, 2], 0.3));
        double[] data = Draw(law, 10);
        LogDensities exact = Run(new ExactDivergence());
        LogDensities signs = Run(new Hutchinson(4));
        LogDensities normals = Run(new Hutchinson(4, ProbeLaw.Gaussian));
        for (int i = 0; i < 10; i++)
        {
            Near.Absolute(exact.Values[i], signs.Values[i], 1e-11);
            Assert.InRange(signs.ProbeErrors[i], 0, 1e-11);
            Assert.InRange(normals.ProbeErrors[i], 0.01, 20);
        }

        LogDensities Run(IDivergenceRule rule) => FlowLikelihood.Evaluate<double>(
            Process, law.Score<double>(), new Heun(), Grids.Quadratic(30), data, rule, law);
    }

    /// <summary>z-scores of 300 samples' means over 32 probes: their mean square is 1 up to Student's tails; α ≈ 1e-6 by its variance 2.3/300.</summary>
    [Fact]
    public void The_standard_error_of_the_probes_is_that_of_their_mean()
    {
        double[] data = Draw(Ring, 300);
        foreach (ProbeLaw probes in Enum.GetValues<ProbeLaw>())
        {
            LogDensities exact = Run(new ExactDivergence());
            LogDensities estimated = Run(new Hutchinson(32, probes));
            double square = Enumerable.Range(0, 300).Average(i =>
                Math.Pow((estimated.Values[i] - exact.Values[i]) / estimated.ProbeErrors[i], 2));
            Assert.InRange(square, 1.07 - 0.45, 1.07 + 0.45);
        }

        LogDensities Run(IDivergenceRule rule) => FlowLikelihood.Evaluate<double>(
            Process, Ring.Score<double>(), new Heun(), Grids.Quadratic(20), data, rule, Ring, seed: 3);
    }

    [Fact]
    public void Threads_tiles_and_shards_change_no_bit()
    {
        double[] data = Draw(Ring, 50);
        foreach (IDivergenceRule rule in new IDivergenceRule[] { new ExactDivergence(), new Hutchinson(2) })
        {
            double[] whole = Run(data, new SamplerOptions { Threads = 1, TileRows = 50 });
            Assert.Equal(whole, Run(data, new SamplerOptions { Threads = 3, TileRows = 7 }));
            Assert.Equal(whole[20..], Run(data[40..], new SamplerOptions { FirstSample = 20 }));

            double[] Run(double[] part, SamplerOptions options) => FlowLikelihood.Evaluate<double>(
                Process, Ring.Score<double>(), new Heun(), Grids.Quadratic(10), part, rule, options: options).Values;
        }
    }

    [Fact]
    public void Samples_are_encoded_to_the_latents_and_decoded_again()
    {
        double[] data = Draw(Ring, 30);
        var grid = new TimeGrid("to 0.001", [.. Grids.UniformLambda(Process, 129).Times[..^1]]);
        LogDensities result = FlowLikelihood.Evaluate<double>(Process, Ring.Score<double>(), Classical, grid, data);
        double[] latents = Sampler.Encode<double>(Process, Ring.Score<double>(), Classical, grid, data).Values;
        double[] back = Sampler.Solve<double>(Process, Ring.Score<double>(), Classical, grid, latents, 0).Values;
        for (int i = 0; i < data.Length; i++)
        {
            Near.Absolute(result.Latents[i], latents[i], 1e-12, "latent");
            Near.Absolute(data[i], back[i], 1e-4, "round trip");
        }
    }

    [Fact]
    public void What_has_no_likelihood_is_refused()
    {
        IScoreFunction<Tile<double>> score = Ring.Score<double>();
        Assert.Throws<ArgumentException>(() => FlowLikelihood.Evaluate<double>(Process, score, new EulerMaruyama(), Grids.Quadratic(5), new double[2]));
        Assert.Throws<ArgumentException>(() => FlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grids.Quadratic(5), new double[3]));
        Assert.Throws<ArgumentException>(() => FlowLikelihood.Evaluate<double>(Process, score, new Heun(), Grids.Quadratic(5), Array.Empty<double>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hutchinson(0));
    }

    private static RungeKuttaInTime Classical { get; } = new(ButcherTableau.Classical4);

    private static double[] Errors(LogDensities result, GaussianMixture law, double[] data)
    {
        NoiseLevel clean = Process.At(0);
        return [.. data.Chunk(law.Dimension).Select((x, i) => Math.Abs(law.LogDensity(x, clean) - result.Values[i]))];
    }

    private static double[] Draw(GaussianMixture law, int count)
    {
        var data = new double[count * law.Dimension];
        law.Sample<double>(data, Process.At(0), 5);
        return data;
    }
}

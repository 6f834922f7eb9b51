using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Likelihood;

/// <summary>The bound of the DDPM chain against the closed form.</summary>
public sealed class VariationalBoundTests
{
    private static readonly LinearSchedule Schedule = new(0.1, 20);
    private static readonly VariancePreserving Process = new(Schedule);

    /// <summary>
    /// For data N(0, I) variance β is that of the true reverse chain, which the bound then meets: its mean over draws is the entropy d/2 ln(2πe).
    /// Five standard errors, α = 6e-7.
    /// </summary>
    [Fact]
    public void For_normal_data_and_variance_beta_the_bound_is_tight()
    {
        GaussianMixture normal = GaussianMixture.Of(Gaussian.Isotropic([0, 0], 1));
        BoundTerms bound = Run(normal, 400, DdpmChain.FromSchedule(Schedule, 50), ReverseKernel.Beta);
        Near.Absolute(Math.Log(2 * Math.PI * Math.E), bound.Mean, 5 * bound.StandardError);
        Assert.InRange(bound.StandardError, 0, 0.2);
        Assert.InRange(bound.Prior.Average(), 0, 1e-3);
    }

    [Fact]
    public void For_other_data_it_lies_above_the_entropy_and_comes_nearer_with_more_steps()
    {
        GaussianMixture data = GaussianMixture.Of(Gaussian.Isotropic([0, 0], 0.25));
        double entropy = Math.Log(2 * Math.PI * Math.E * 0.25);
        BoundTerms few = Run(data, 2000, DdpmChain.FromSchedule(Schedule, 4), ReverseKernel.Beta);
        BoundTerms many = Run(data, 2000, DdpmChain.FromSchedule(Schedule, 100), ReverseKernel.Beta);
        Assert.True(few.Mean - entropy > 5 * few.StandardError, $"{few.Mean} against {entropy}");
        Assert.True(many.Mean - entropy > -5 * many.StandardError, $"{many.Mean} against {entropy}");
        Assert.True(few.Mean - many.Mean > 5 * (few.StandardError + many.StandardError), $"{few.Mean} against {many.Mean}");
    }

    /// <summary>Data in one point: ε is the noise that was drawn, so every step's divergence with variance β̃ is 0 and x₀ is met exactly.</summary>
    [Fact]
    public void For_data_in_one_point_and_the_posterior_variance_all_terms_are_known()
    {
        GaussianMixture point = GaussianMixture.Of(Gaussian.PointMass([0.7, -1.2]));
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 30);
        BoundTerms bound = Run(point, 20, chain, ReverseKernel.PosteriorBeta);
        double decoder = Math.Log(2 * Math.PI * chain.ReverseVariance(2, ReverseKernel.PosteriorBeta));
        double a = chain.AlphaBar(30);
        double v = chain.NoiseVariance(30);
        double prior = 0.5 * ((a * ((0.7 * 0.7) + (1.2 * 1.2))) + (2 * v) - 2 - (2 * Math.Log(v)));
        for (int i = 0; i < 20; i++)
        {
            Near.Absolute(0, bound.Steps[i], 1e-12);
            Near.Absolute(decoder, bound.Decoder[i], 1e-12);
            Near.Absolute(prior, bound.Prior[i], 1e-12);
        }
    }

    /// <summary>Row j at index i has √ᾱ_i x₀ + √(1 − ᾱ_i) z with z drawn by the name (seed, i, forward) of sample j: what runs on other devices draw too.</summary>
    [Fact]
    public void States_on_the_way_have_the_noise_of_their_names()
    {
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 3);
        var asked = new List<(double Time, double[] X)>();
        var score = new DelegateScore<double>(2, (x, level, epsilon) =>
        {
            asked.Add((level.Time, x.Values.ToArray()));
            x.Values.CopyTo(epsilon.Values);
        });
        double[] data = [0.5, -1, 2, 0.25];
        VariationalBound.Evaluate<double>(chain, Process, score, data, 6, options: new SamplerOptions { Threads = 1 });
        var space = new TileSpace<double>(2, 2);
        Tile<double> z = space.Allocate();
        for (int i = 1; i <= 3; i++)
        {
            space.FillNormal(z, 1, new NoiseKey(6, (uint)i, NoisePurpose.Forward));
            double[] expected = [.. data.Select((value, j) => (Math.Sqrt(chain.AlphaBar(i)) * value) + (Math.Sqrt(chain.NoiseVariance(i)) * z.Values[j]))];
            Assert.Contains(asked, state => state.X.Zip(expected).All(static pair => Math.Abs(pair.First - pair.Second) < 1e-12));
        }
    }

    [Fact]
    public void A_sample_has_its_terms_in_any_batch_and_bad_arguments_are_refused()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 5);
        var data = new double[600];
        ring.Sample<double>(data, Process.At(0), 1);
        BoundTerms all = VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), data, 3);
        BoundTerms last = VariationalBound.Evaluate<double>(
            chain, Process, ring.Score<double>(), data.AsMemory(580), 3, options: new SamplerOptions { FirstSample = 290 });
        Assert.Equal(all.Totals.Skip(290), last.Totals);
        foreach (var options in new SamplerOptions[] { new() { Threads = 1, TileRows = 300 }, new() { Threads = 3, TileRows = 7 } })
        {
            BoundTerms other = VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), data, 3, options: options);
            Assert.Equal(all.Prior, other.Prior);
            Assert.Equal(all.Steps, other.Steps);
            Assert.Equal(all.Decoder, other.Decoder);
        }

        Assert.Throws<ArgumentException>(() => VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), new double[3], 3));
        Assert.Throws<ArgumentException>(() => VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), data, 3, ReverseKernel.Optimal));
    }

    [Fact]
    public void A_run_tells_its_progress_and_can_be_stopped()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        DdpmChain chain = DdpmChain.FromSchedule(Schedule, 10);
        using var stop = new CancellationTokenSource();
        var told = new Told(share =>
        {
            if (share >= 0.5)
            {
                stop.Cancel();
            }
        });
        var options = new SamplerOptions { Threads = 1, TileRows = 4, Progress = told, Cancellation = stop.Token };
        Assert.ThrowsAny<OperationCanceledException>(() =>
            VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), new double[16], 3, options: options));
        Assert.Equal(0.5, told.Last);
        told = new Told(static _ => { });
        VariationalBound.Evaluate<double>(chain, Process, ring.Score<double>(), new double[16], 3, options: new SamplerOptions { Threads = 1, Progress = told });
        Assert.Equal(1, told.Last);
    }

    private sealed class Told(Action<double> act) : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value)
        {
            Last = value;
            act(value);
        }
    }

    private static BoundTerms Run(GaussianMixture law, int count, DdpmChain chain, ReverseKernel kernel)
    {
        var data = new double[count * law.Dimension];
        law.Sample<double>(data, Process.At(0), 1);
        return VariationalBound.Evaluate<double>(chain, Process, law.Score<double>(), data, 2, kernel);
    }
}

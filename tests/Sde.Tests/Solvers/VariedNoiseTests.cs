using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Solvers;

/// <summary>Ancestral steps whose variance differs from number to number.</summary>
public sealed class VariedNoiseTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    [Fact]
    public void Noise_is_the_spaces_own_times_the_deviation_of_each_number()
    {
        var space = new TileSpace<double>(5, 3);
        (Tile<double> x, Tile<double> of, Tile<double> noise) = (space.Allocate(), space.Allocate(), space.Allocate());
        var key = new NoiseKey(4, 2, NoisePurpose.Step);
        var z = new double[15];
        Normals.Fill<double>(z, 3, 0, key);
        foreach (bool isLogarithm in new[] { false, true })
        {
            for (int i = 0; i < 15; i++)
            {
                (x.Values[i], of.Values[i]) = (i, Math.Sin(i));
            }

            space.AddNormal(x, of, new NumberVariance(2, 0.5, 0.01, isLogarithm), noise, key);
            for (int i = 0; i < 15; i++)
            {
                double made = 0.5 + (2 * Math.Sin(i));
                Near.Absolute(i + (Math.Sqrt(Math.Max(0.01, isLogarithm ? Math.Exp(made) : made)) * z[i]), x.Values[i], 1e-14);
            }
        }
    }

    /// <summary>w = 1 everywhere is variance β, w = −1 is β̃, to the same samples but rounding; in between the logarithm is divided as w says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void At_the_ends_of_its_range_the_learned_variance_is_that_of_DDPM(double w)
    {
        TimeGrid grid = Grids.Uniform(12);
        IReverseVariance known = w > 0 ? new ForwardVariance() : new PosteriorVariance();
        double[] expected = Sampler.Sample<double>(Process, new Fixed(w), new Ancestral(known), grid, 40, 3).Values;
        double[] found = Sampler.Sample<double>(Process, new Fixed(w), new LearnedAncestral(), grid, 40, 3).Values;
        Assert.All(expected.Zip(found), static pair => Near.Absolute(pair.First, pair.Second, 1e-12));
        var step = new GridStep(0, 2, Process.At(0.5), Process.At(0.4), 0);
        Near.Relative(known.At(in step), Math.Exp(VarianceRange.Of(in step).LogOf(w)), 1e-13);
        Near.Relative(Math.Sqrt(step.PosteriorVariance * step.TransitionVariance), Math.Exp(VarianceRange.Of(in step).LogOf(0)), 1e-13);
    }

    /// <summary>Gaussian data along the axes: the diagonal of the Jacobian is the whole covariance, so that the run has the data's law at any step; five standard errors, α = 6e-7.</summary>
    [Fact]
    public void By_the_Jacobian_Gaussian_data_along_the_axes_keeps_its_law_in_few_steps()
    {
        const int Count = 40_000;
        GaussianMixture law = GaussianMixture.Of(Gaussian.AlongAxes([0.5, -1], [0.04, 2]));
        var grid = new TimeGrid("few", 1, 0.6, 0.3, 0.05);
        double[] values = Sampler.Sample<double>(Process, law.Score<double>(), new JacobianAncestral(), grid, Count, 3).Values;
        NoiseLevel end = Process.At(0.05);
        for (int j = 0; j < 2; j++)
        {
            double[] own = [.. Enumerable.Range(0, Count).Select(i => values[(2 * i) + j])];
            double mean = own.Average();
            double variance = own.Average(x => (x - mean) * (x - mean));
            double exact = (end.MeanScale * end.MeanScale * (j == 0 ? 0.04 : 2)) + end.Variance;
            Near.Relative(exact, variance, 5 * Math.Sqrt(2.0 / Count));
        }
    }

    [Fact]
    public void Models_and_states_without_what_they_need_are_refused()
    {
        var problem = new Problem<Tile<double>>(Process, GaussianMixture.Ring().Score<double>(), new TileSpace<double>(1, 2));
        Refused.By("problem", "learned no variance", () => new LearnedAncestral().CreateStepper(problem));
        Refused.By("problem", "has no Jacobian", () => new JacobianAncestral().CreateStepper(problem with { Score = new Fixed(0) }));
        Assert.NotNull(new JacobianAncestral().CreateStepper(problem));
        Assert.Equal(("ddpm-learned", "ddpm-jacobian"), (new LearnedAncestral().Facts.Name, new JacobianAncestral().Facts.Name));
    }

    private sealed class Fixed(double w) : ILearnedVariance<Tile<double>>, IScoreFunction<Tile<double>>
    {
        public int Dimension => 2;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon)
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = Math.Sin(x.Values[i]);
            }
        }

        public bool TryEvaluateWithVariance(Tile<double> x, NoiseLevel level, Tile<double> epsilon, Tile<double> variance)
        {
            Evaluate(x, level, epsilon);
            variance.Values.Fill(w);
            return true;
        }
    }
}

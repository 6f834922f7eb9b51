using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>Variances of reverse steps that are learned with the noise.</summary>
public sealed class LearnedVarianceTests
{
    private static readonly TrainingSettings Learning = Runs.Settings with { LearnsVariance = true };

    /// <summary>L_vlb of a number is KL(N(μ̃, β̃) ‖ N(μ̃ + c r, Σ)), and its slope the derivative by w; at the end −ln N(x₀; x₀ + c r, Σ).</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0.001)]
    public void The_loss_is_a_divergence_of_normals_and_the_slope_its_derivative(double time)
    {
        GridStep step = HybridLoss.StepFrom(Runs.Process, Runs.Process.At(time));
        VarianceRange range = HybridLoss.RangeOf(Runs.Process, in step);
        Assert.Equal(time == 0.001, step.To.IsClean);
        foreach (double w in new[] { -1.0, -0.3, 0.4, 1.2 })
        {
            double c = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
            double sigma = Math.Exp(range.LogOf(w));
            double square = c * 0.7 * c * 0.7 / sigma;
            double expected = step.To.IsClean
                ? 0.5 * (square + Math.Log(2 * Math.PI * sigma))
                : 0.5 * ((step.PosteriorVariance / sigma) + square - 1 - Math.Log(step.PosteriorVariance / sigma));
            (double loss, double slope) = HybridLoss.Of(in step, range, w, 0.7);
            Assert.Equal(expected, loss, 1e-9 * (1 + Math.Abs(expected)));
            double difference = (HybridLoss.Of(in step, range, w + 1e-5, 0.7).Loss - HybridLoss.Of(in step, range, w - 1e-5, 0.7).Loss) / 2e-5;
            Assert.Equal(difference, slope, 1e-7 * (1 + Math.Abs(slope)));
        }
    }

    /// <summary>The mean is held: what the network says of the noise is trained as without, but for what the second layer asks of the hidden states; the first step from zero output layers is alike.</summary>
    [Fact]
    public void A_run_is_the_same_for_any_number_of_threads_and_when_stopped_and_resumed()
    {
        string folder = Directory.CreateTempSubdirectory("scoresde").FullName;
        try
        {
            string path = Path.Combine(folder, "run.safetensors");
            TrainingState whole = Runs.Start(Learning);
            Trainer.Run(whole, Runs.Labelled, new TrainerOptions { Threads = 1 });
            TrainingState half = Runs.Start(Learning);
            Trainer.Run(half, Runs.Labelled, new TrainerOptions { Threads = 3, Until = 20 });
            TrainingCheckpoint.Save(half, path);
            TrainingState resumed = TrainingCheckpoint.Load(path);
            Trainer.Run(resumed, Runs.Labelled, new TrainerOptions { Threads = 2 });
            Assert.Equal(Runs.Bits(whole), Runs.Bits(resumed));

            Checkpoint.Of(whole).Save(path);
            Checkpoint loaded = Checkpoint.Load(path);
            Assert.True(loaded.Network.Settings.LearnsVariance && loaded.Training.LearnsVariance && loaded.Score<float>(static _ => -1).OffersVariance);
            Assert.Contains(loaded.Network.Parameters[^2].Values, static value => value != 0);

            // A file of a network without says nothing of variances, as files before there were any.
            TrainingState plain = Runs.Start();
            TrainingCheckpoint.Save(plain, path);
            Assert.DoesNotContain("earnsVariance", File.ReadAllText(path), StringComparison.Ordinal);
            Assert.False(Checkpoint.Load(path).Network.Settings.LearnsVariance);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a batch adds to the gradient of w is the mean of the numbers' slopes, by hand; the mean's gradient is that of a network without.</summary>
    [Fact]
    public void A_step_adds_the_bound_to_the_loss_and_leaves_the_gradient_of_the_mean_alone()
    {
        TrainingState learning = Runs.Start(Learning);
        TrainingState plain = Runs.Start();
        var losses = new List<double>();
        foreach (TrainingState state in new[] { plain, learning })
        {
            Trainer.Run(state, Runs.Labelled, new TrainerOptions { Threads = 1, Until = 1, Progress = new First(losses) });
        }

        // Output layers begin at 0, so the first step sees no difference in what lies below; both moments of the output layer are alike but for the clip.
        Assert.True(losses[1] > losses[0]);
        int output = plain.Network.Parameters.Select(static parameter => parameter.Name).ToList().IndexOf("output.weight");
        float[] one = plain.FirstMoment[output];
        float[] two = learning.FirstMoment[output];
        double scale = two[0] / (double)one[0];
        Assert.InRange(scale, 0.1, 1.0000001);
        Assert.All(one.Zip(two), pair => Assert.Equal(scale * pair.First, pair.Second, 1e-5 * Math.Abs(pair.First) + 1e-9));
    }

    /// <summary>On one normal law the trained w is near the best one: ln Var(x_to | x_from) between ln β̃ and ln β, which is the same everywhere.</summary>
    [Fact]
    public void What_is_learned_of_normal_data_is_the_true_variance()
    {
        var values = new float[4096];
        GaussianMixture.Of(Gaussian.Isotropic([0], 0.25)).Sample<float>(values, Runs.Process.At(0), 3);
        var data = new DataSet("normal", values, 1, DataScaling.Identity);
        TrainingSettings settings = new() { Steps = 1500, Batch = 256, Width = 32, Depth = 1, WarmUp = 50, LearnsVariance = true, Seed = 4 };
        TrainingState state = TrainingState.Start(settings, Runs.Process, DataDescription.Of(data));
        Trainer.Run(state, data, new TrainerOptions { Threads = 2 });
        NetworkScore<float> score = Checkpoint.Of(state).Score<float>();
        var space = new TileSpace<float>(9, 1);
        (Tile<float> x, Tile<float> epsilon, Tile<float> w) = (space.Allocate(), space.Allocate(), space.Allocate());

        // Where the range is wide: in the first steps from the data.
        foreach (int i in new[] { 3, 5, 10 })
        {
            NoiseLevel level = Runs.Process.At((double)i / HybridLoss.Steps);
            GridStep step = HybridLoss.StepFrom(Runs.Process, level);
            double v = (level.MeanScale * level.MeanScale * 0.25) + level.Variance;
            double truth = step.TransitionVariance * ((step.To.MeanScale * step.To.MeanScale * 0.25) + step.To.Variance) / v;
            var range = VarianceRange.Of(in step);
            for (int k = 0; k < 9; k++)
            {
                x.Values[k] = (float)((k - 4) * 0.25 * Math.Sqrt(v));
            }

            Assert.True(score.TryEvaluateWithVariance(x, level, epsilon, w));
            foreach (float said in w.Values)
            {
                Assert.Equal(Math.Log(truth), range.LogOf(said), 0.3 * (range.LogHigh - range.LogLow) + 0.02);
            }
        }
    }

    private sealed class First(List<double> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Loss);
    }
}

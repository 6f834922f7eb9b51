using ScoreSde.Guidance;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Scores;

/// <summary>Guidance by two models on tensors by numbers by hand: its counts, what it hands on, rescaling and what it refuses.</summary>
public sealed class GuidedModelsTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly GuidanceRule Within = new(2) { Interval = new(0.3, 3) };

    // σ/α is 0.07 at 0.02 and 1.9 at 0.4.
    private static readonly NoiseLevel Outside = Process.At(0.02);
    private static readonly NoiseLevel Inside = Process.At(0.4);

    [TorchFact]
    public void It_counts_two_evaluations_where_it_acts_and_one_elsewhere()
    {
        var guided = new TorchGuidance(Times(3, 1), Times(3, 2), Within);
        Assert.Equal((2, 2, 1), (guided.EvaluationsPerCall, guided.EvaluationsAt(Inside), guided.EvaluationsAt(Outside)));
        Assert.Equal(3, guided.Dimension);
        Assert.Same(Within, guided.Rule);
    }

    [TorchFact]
    public void Both_models_hear_of_batches_and_levels_and_the_times_are_those_that_both_know()
    {
        var to = new TableScore(3, static (x, _) => x, new TimeRange(0.1, 0.8));
        var from = new TableScore(3, static (x, _) => x, new TimeRange(0.05, 0.7));
        var guided = new TorchGuidance(to, from, Within);
        guided.MoveTo(70, 5);
        guided.Prepare([Inside, Outside, Process.At(0.5)]);
        Assert.Equal((0.1, 0.7), (guided.Range.Minimum, guided.Range.Maximum));
        foreach (TableScore model in new[] { to, from })
        {
            Assert.Equal([(70L, 5)], model.Batches);
            Assert.Equal([3], model.Prepared);
        }
    }

    [TorchFact]
    public void The_model_led_away_from_is_told_beside_the_guided_noise()
    {
        var guided = new TorchGuidance(Times(3, 2), Times(3, 5), Within);
        using Tensor x = torch.tensor(new double[] { 1, 2, -3, 4, -5, 6 }).reshape(2, 3);
        using Tensor epsilon = torch.empty_like(x);
        using Tensor renoising = torch.empty_like(x);
        Assert.True(guided.TryEvaluateRenoised(x, Inside, epsilon, renoising));

        // 5 + 2 (2 − 5) = −1.
        Assert.Equal([-1, -2, 3, -4, 5, -6], OnTensors.Values<double>(epsilon));
        Assert.Equal([5, 10, -15, 20, -25, 30], OnTensors.Values<double>(renoising));
        Assert.True(guided.TryEvaluateRenoised(x, Outside, epsilon, renoising));
        Assert.Equal([2, 4, -6, 8, -10, 12], OnTensors.Values<double>(epsilon));
        Assert.Equal([2, 4, -6, 8, -10, 12], OnTensors.Values<double>(renoising));
        epsilon.zero_();
        Assert.Equal([2, 4, -6, 8, -10, 12], OnTensors.Values<double>(renoising));
    }

    [TorchFact]
    public void Rescaling_keeps_the_deviation_of_the_conditional_model_and_leaves_rows_without_one()
    {
        // g = 2 ε_c − ε_∅ is (−1, 5, −1) in the first row and 4 in all of the second.
        var to = new TableScore(3, static (_, _) => torch.tensor(new double[] { 1, 2, 3, 2, 4, 9 }).reshape(2, 3));
        var from = new TableScore(3, static (_, _) => torch.tensor(new double[] { 3, -1, 7, 0, 4, 14 }).reshape(2, 3));
        using Tensor x = torch.zeros(2, 3, torch.float64);
        using Tensor epsilon = torch.empty_like(x);
        new TorchGuidance(to, from, new GuidanceRule(2) { Rescale = 0.25 }).Evaluate(x, Inside, epsilon);

        // s² = 2/3 before and 8 after: 0.25 √(2/24) + 0.75.
        double factor = (0.25 * Math.Sqrt(1 / 12.0)) + 0.75;
        Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(epsilon), [-factor, 5 * factor, -factor, 4, 4, 4]), 0, 1e-14);
    }

    [TorchFact]
    public void Samples_of_one_number_are_rescaled_by_none_and_those_of_two_are()
    {
        Assert.Equal("rule", Assert.Throws<ArgumentException>(() => new TorchGuidance(Times(1, 1), Times(1, 2), new GuidanceRule(2) { Rescale = 0.5 })).ParamName);
        Assert.Equal(1, new TorchGuidance(Times(1, 1), Times(1, 2), new GuidanceRule(2)).Dimension);
        Assert.Equal(2, new TorchGuidance(Times(2, 1), Times(2, 2), new GuidanceRule(2) { Rescale = 0.5 }).Dimension);
        Assert.Throws<ArgumentNullException>(() => new TorchGuidance(null!, Times(1, 2), new GuidanceRule(2)));
        Assert.Throws<ArgumentNullException>(() => new TorchGuidance(Times(1, 1), null!, new GuidanceRule(2)));
        Assert.Throws<ArgumentNullException>(() => new TorchGuidance(Times(1, 1), Times(1, 2), null!));
    }

    [TorchFact]
    public void Models_without_a_Jacobian_or_a_variance_offer_none()
    {
        using TorchMlp network = TorchMlp.Of(TestNetworks.Create<double>(new MlpSettings(3, 8, 1, 4, 0)), torch.CPU);
        using var differentiable = new TorchNetworkScore(network);
        using Tensor x = torch.ones(2, 3, torch.float64);
        using Tensor product = torch.zeros(2, 3, torch.float64);
        foreach ((IScoreFunction<Tensor> to, IScoreFunction<Tensor> from) in new (IScoreFunction<Tensor>, IScoreFunction<Tensor>)[] { (Times(3, 1), differentiable), (differentiable, Times(3, 1)) })
        {
            var guided = new TorchGuidance(to, from, Within);
            Assert.Throws<NotSupportedException>(() => guided.TransposedJacobianProduct(x, Outside, x, product));
            Assert.False(guided.OffersVariance);
            Assert.False(guided.TryEvaluateWithVariance(x, Inside, product, product));
        }

        Assert.Throws<NotSupportedException>(() => new TorchGuidance(differentiable, differentiable, new GuidanceRule(2) { Rescale = 0.1 }).TransposedJacobianProduct(x, Inside, x, product));
    }

    [TorchFact]
    public void Variances_are_those_of_the_conditional_model_beside_the_guided_noise()
    {
        var settings = new UNetSettings(new Data.ImageShape(4, 6, 3), 8, [1, 2], 1, [1], 4, 4, 3) { LearnsVariance = true };
        torch.manual_seed(2);
        using var network = new TorchUNet(settings, 3, torch.float64, torch.CPU);
        using IDisposable noGradients = torch.no_grad();
        network.Weights.Flat.add_(torch.randn_like(network.Weights.Flat), 0.05);
        using var to = new TorchNetworkScore(network, Parametrisation.Velocity, static sample => (int)(sample % 3));
        using var from = new TorchNetworkScore(network, Parametrisation.Velocity, static _ => -1);
        using var own = new TorchNetworkScore(network, Parametrisation.Velocity, static sample => (int)(sample % 3), 2.5);
        var guided = new TorchGuidance(to, from, new GuidanceRule(2.5));
        using Tensor x = torch.randn(5, 72, torch.float64);
        using Tensor expected = torch.empty_like(x);
        guided.MoveTo(7, 5);
        own.MoveTo(7, 5);
        guided.Evaluate(x, Inside, expected);
        (double[] plain, double[] conditional) = With(to);
        Assert.NotEqual(OnTensors.Values<double>(expected), plain);
        Assert.True(guided.OffersVariance && own.OffersVariance);
        foreach (ILearnedVariance<Tensor> score in new ILearnedVariance<Tensor>[] { guided, own })
        {
            (double[] epsilon, double[] variance) = With(score);
            Assert.InRange(OnTensors.Difference<double>(epsilon, OnTensors.Values<double>(expected)), 0, 1e-12);
            Assert.InRange(OnTensors.Difference<double>(variance, conditional), 0, 1e-12);
        }

        (double[] Epsilon, double[] Variance) With(ILearnedVariance<Tensor> score)
        {
            using Tensor epsilon = torch.empty_like(x);
            using Tensor variance = torch.empty_like(x);
            Assert.True(score.TryEvaluateWithVariance(x, Inside, epsilon, variance));
            Assert.Equal([5, 72], variance.shape);
            return (OnTensors.Values<double>(epsilon), OnTensors.Values<double>(variance));
        }
    }

    private static TableScore Times(int dimension, double factor) => new(dimension, (x, _) => x.mul(factor));
}

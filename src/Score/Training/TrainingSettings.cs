using System.Text.Json.Serialization;
using ScoreSde.Networks;
using ScoreSde.Scores;

namespace ScoreSde.Training;

/// <summary>
/// Everything that a training run is a function of, besides the data and the process. The defaults are those of the digits
/// network that is shipped.
/// </summary>
public sealed record TrainingSettings
{
    /// <summary>Optimiser steps, at least 1.</summary>
    public int Steps { get; init; } = 3000;

    /// <summary>Rows in a step, at least 1.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Hidden units of a layer.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Residual layers.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Sines and cosines of the noise level; even.</summary>
    public int TimeFeatures { get; init; } = 32;

    /// <summary>What the network's output stands for; the loss is that of the ε it implies.</summary>
    public Parametrisation Parametrisation { get; init; } = Parametrisation.Velocity;

    /// <summary>The peak learning rate.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmUp { get; init; } = 200;

    /// <summary>The learning rate after the warm-up.</summary>
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.Cosine;

    /// <summary>Decoupled decay of weight matrices, in units of the learning rate (AdamW); 0 is Adam. Biases are left alone.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>β₁ of Adam.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ of Adam.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>The number that Adam adds to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The greatest Euclidean norm of the whole gradient; a longer one is scaled down to it.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>Decay of the moving average of the weights, in [0, 1). In step k it is at most (1 + k)/(10 + k).</summary>
    public double EmaDecay { get; init; } = 0.999;

    /// <summary>The factor of the loss at each time.</summary>
    public LossWeighting Weighting { get; init; } = LossWeighting.Velocity;

    /// <summary>γ of <see cref="LossWeighting.MinSnr"/>.</summary>
    public double MinSnrGamma { get; init; } = 5;

    /// <summary>The law of times in [MinimumTime, 1]. Rows are weighted so that all laws have the same mean loss and gradient (<see cref="TimeLaw"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingTimes Times { get; init; }

    /// <summary>Times lie in [MinimumTime, 1].</summary>
    public double MinimumTime { get; init; } = 1e-3;

    /// <summary>The share of rows whose label is left out, so that the network learns the unconditional score too.</summary>
    public double LabelDropout { get; init; } = 0.1;

    /// <summary>
    /// Standard deviation of Gaussian noise added to the data, in network units. 0 learns the data as it is; more learns the
    /// data blurred by that much, which keeps a large network from learning single rows at low noise.
    /// </summary>
    public double DataNoise { get; init; }

    /// <summary>
    /// Whether the variance of reverse steps is learned besides, number by number: twice the outputs and the loss L_simple + λ L_vlb
    /// (<see cref="ScoreSde.Likelihood.HybridLoss"/>). Nichol and Dhariwal 2021.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LearnsVariance { get; init; }

    /// <summary>The seed of weights, order of the data, times, noise and left-out labels.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The network's shape for data of this dimension and number of classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Width, depth or time features are out of range.</exception>
    public MlpSettings Network(int dimension, int classes) => new(dimension, Width, Depth, TimeFeatures, classes) { LearnsVariance = LearnsVariance };

    /// <summary>All that is wrong with the settings, a sentence each; empty if they can be used.</summary>
    public IReadOnlyList<string> Faults() => TrainingFaults.Of(this);

    /// <summary>The settings, if nothing is wrong with them.</summary>
    /// <exception cref="ArgumentException">Names all faults at once.</exception>
    public TrainingSettings Checked() => Faults() is { Count: > 0 } faults ? throw new ArgumentException(string.Join(' ', faults)) : this;
}

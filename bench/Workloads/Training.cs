using ScoreSde.Data;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Training;

namespace ScoreSde.Workloads;

/// <summary>
/// Steps of training the network of W3 by the ε-loss with Adam and batches of 256. More is done here than in the twin: the gradient is
/// clipped and the weights' moving average kept.
/// </summary>
internal sealed class Training : IWorkload
{
    private const int Steps = 200;
    private const int Rows = 4096;
    private const int Dimension = 64;

    private readonly Lazy<DataSet> data = new(static () =>
    {
        var values = new float[Rows * Dimension];
        Normals.Fill<float>(values, Dimension, 0, new NoiseKey(1, 0, NoisePurpose.Data));
        return new DataSet("normal", values, Dimension, DataScaling.Identity);
    });

    public string Name => "w4";

    public void Run(int threads, double share)
    {
        var settings = new TrainingSettings
        {
            Steps = Math.Max(5, (int)(Steps * share)),
            Batch = 256,
            Width = 512,
            Depth = 4,
            TimeFeatures = 64,
            Parametrisation = Parametrisation.Noise,
            Weighting = LossWeighting.Uniform,
            LearningRate = 1e-4,
            WarmUp = 0,
            Decay = LearningRateDecay.Constant,
            WeightDecay = 0,
        };
        var process = new VariancePreserving(new LinearSchedule());
        TrainingState state = TrainingState.Start(settings, process, DataDescription.Of(data.Value));
        Trainer.Run(state, data.Value, new TrainerOptions { Threads = threads });
    }
}

using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Checkpoints;

/// <summary>The times at which a trained network can be asked: from its least to 1, but where α(1) = 0 and it predicts ε or the score, which say nothing of the data there, to σ/α = 200.</summary>
internal static class TrainedTimes
{
    public static TimeRange Of(double minimum, IDiffusionProcess process, Parametrisation prediction) =>
        prediction is Parametrisation.Noise or Parametrisation.Score && process.At(1).IsPureNoise
            ? new(minimum, process.AtLambda(-Math.Log(200)).Time)
            : new(minimum);
}

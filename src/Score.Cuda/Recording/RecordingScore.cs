using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Recording;

/// <summary>A model of the noise that takes down at which levels it is asked.</summary>
internal sealed class RecordingScore(Recorder recorder, int dimension, TimeRange range) : IScoreFunction<Slot>
{
    public int Dimension => dimension;

    public TimeRange Range => range;

    public void Evaluate(Slot x, NoiseLevel level, Slot epsilon) => recorder.Evaluate(x, level, epsilon);
}

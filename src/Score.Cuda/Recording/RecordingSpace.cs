using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Cuda.Recording;

/// <summary>A state space that carries nothing out, but takes down what it is asked.</summary>
internal sealed class RecordingSpace(Recorder recorder, int dimension) : IStateSpace<Slot>
{
    public int Dimension => dimension;

    public Slot Allocate() => recorder.Allocate();

    public void Combine(Slot target, params ReadOnlySpan<(double Weight, Slot State)> terms) => recorder.Combine(target, terms);

    public void FillNormal(Slot target, double scale, NoiseKey key) => recorder.Normal(target, scale, key, adds: false);

    public void AddNormal(Slot target, double scale, NoiseKey key) => recorder.Normal(target, scale, key, adds: true);

    public void AddByNormRatio(Slot target, double weight, Slot direction, Slot numerator, Slot denominator, int power) =>
        recorder.Ratio(target, weight, direction, numerator, denominator, power);
}

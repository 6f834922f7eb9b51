using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Training;

/// <summary>
/// One step of training with its workspace. The batch is cut into chunks of 64 rows, whatever the threads; chunks are added
/// in order, so that the weights are the same to the bit for any number of threads.
/// </summary>
internal sealed class TrainingStep
{
    private const int ChunkRows = 64;

    private readonly TrainingState state;
    private readonly WorkerTeam team;
    private readonly ShuffledEpochs epochs;
    private readonly DenoisingChunk[] workers;
    private readonly float[][][] gradients;
    private readonly double[] losses;
    private readonly (int Parameter, int First, int Length)[] slices;
    private readonly double[] squares;
    private readonly int[] rows;
    private readonly Action<int, int> runChunk;
    private readonly Action<int, int> addChunks;
    private readonly Action<int, int> update;
    private readonly Action<int, Action<int, int>> runPieces;
    private AdamUpdate decayed;
    private AdamUpdate plain;
    private double averageDecay;

    public TrainingStep(TrainingState state, DataSet data, WorkerTeam team)
    {
        this.state = state;
        this.team = team;
        epochs = new ShuffledEpochs(data.Count, new TrainingNoise(state.Settings.Seed));
        rows = new int[state.Settings.Batch];
        int chunks = (rows.Length + ChunkRows - 1) / ChunkRows;
        losses = new double[chunks];
        gradients = [.. losses.Select(_ => NewGradients(state.Network))];
        workers = [.. Enumerable.Range(0, team.Size).Select(_ => new DenoisingChunk(state, data, Math.Min(ChunkRows, rows.Length)))];
        slices = ParameterSlices.Of(state.Network);
        squares = new double[slices.Length];
        runChunk = RunChunk;
        addChunks = AddChunks;
        update = Update;
        runPieces = team.Run;
    }

    /// <summary>Does the step at which the state stands.</summary>
    /// <exception cref="TrainingDivergedException">The loss or the gradient is not finite; the state is as it was.</exception>
    public TrainingProgress Run()
    {
        TrainingSettings settings = state.Settings;
        epochs.Read((long)state.Step * rows.Length, rows);
        team.Run(losses.Length, runChunk);
        double loss = Finite(Sum(losses), "loss");
        team.Run(slices.Length, addChunks);
        double norm = Finite(Math.Sqrt(Sum(squares)), "gradient");

        double rate = LearningRateSchedule.At(settings, state.Step);
        double clip = Math.Min(1, settings.GradientClip / norm);
        decayed = new AdamUpdate(settings, state.Step + 1, rate, settings.WeightDecay, clip);
        plain = new AdamUpdate(settings, state.Step + 1, rate, 0, clip);
        averageDecay = MovingAverage.DecayAt(settings.EmaDecay, state.Step);
        team.Run(slices.Length, update);
        state.Network.PackIn(runPieces);
        state.Losses.Add(loss, state.Step);
        state.Step++;
        return new TrainingProgress(state.Step, settings.Steps, loss, state.Losses.Smoothed, rate, norm);
    }

    private static float[][] NewGradients(ResidualMlp<float> network) =>
        [.. network.Parameters.Select(parameter => new float[parameter.Values.Length])];

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private double Finite(double value, string quantity) =>
        double.IsFinite(value) ? value : throw new TrainingDivergedException(state.Step, quantity);

    private void RunChunk(int chunk, int worker)
    {
        foreach (float[] gradient in gradients[chunk])
        {
            Array.Clear(gradient);
        }

        int first = chunk * ChunkRows;
        losses[chunk] = workers[worker].Run(first, rows.AsSpan(first, Math.Min(ChunkRows, rows.Length - first)), gradients[chunk]);
    }

    // The sum over chunks stands in the first chunk's gradient.
    private void AddChunks(int slice, int worker)
    {
        (int parameter, int first, int length) = slices[slice];
        Span<float> sum = gradients[0][parameter].AsSpan(first, length);
        for (int chunk = 1; chunk < gradients.Length; chunk++)
        {
            GradientSum.Add(sum, gradients[chunk][parameter].AsSpan(first, length));
        }

        squares[slice] = SumOfSquares.Of(sum);
    }

    private void Update(int slice, int worker)
    {
        (int parameter, int first, int length) = slices[slice];
        Parameter<float> target = state.Network.Parameters[parameter];
        Span<float> weights = target.Values.AsSpan(first, length);
        AdamUpdate adam = target.Shape.Length > 1 ? decayed : plain;
        adam.Apply(
            weights,
            gradients[0][parameter].AsSpan(first, length),
            state.FirstMoment[parameter].AsSpan(first, length),
            state.SecondMoment[parameter].AsSpan(first, length));
        MovingAverage.Update(state.Average[parameter].AsSpan(first, length), weights, averageDecay);
    }
}

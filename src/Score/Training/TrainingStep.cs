using ScoreSde.Data;
using ScoreSde.Networks;

namespace ScoreSde.Training;

/// <summary>
/// One step of training with its workspace. The batch is cut into chunks of 64 rows, whatever the threads, which go forwards and backwards through
/// the network; then the parameters' gradients are summed over the chunks in order, so that the weights are the same to the bit for any number of threads.
/// </summary>
internal sealed class TrainingStep
{
    private const int ChunkRows = 64;

    private readonly TrainingState state;
    private readonly WorkerTeam team;
    private readonly ShuffledEpochs epochs;
    private readonly DenoisingChunk[] chunks;
    private readonly ParameterGradients<float> parameters;
    private readonly float[][] gradients;
    private readonly double[] losses;
    private readonly (int Parameter, int First, int Length)[] slices;
    private readonly (int Parameter, int FirstRow, int Rows)[] blocks;
    private readonly double[] squares;
    private readonly int[] rows;
    private readonly Action<int, int> runChunk;
    private readonly Action<int, int> runGradient;
    private readonly Action<int, int> addSquares;
    private readonly Action<int, int> update;
    private AdamUpdate decayed;
    private AdamUpdate plain;
    private double averageDecay;

    public TrainingStep(TrainingState state, DataSet data, WorkerTeam team)
    {
        this.state = state;
        this.team = team;
        epochs = new ShuffledEpochs(data.Count, new TrainingNoise(state.Settings.Seed));
        rows = new int[state.Settings.Batch];
        losses = new double[(rows.Length + ChunkRows - 1) / ChunkRows];
        chunks = [.. losses.Select(_ => new DenoisingChunk(state, data, Math.Min(ChunkRows, rows.Length)))];
        parameters = state.Network.GradientsOf([.. chunks.Select(chunk => chunk.Workspace)]);
        gradients = [.. state.Network.Parameters.Select(parameter => new float[parameter.Values.Length])];
        slices = ParameterSlices.Of(state.Network);
        blocks = ParameterBlocks.Of(state.Network);
        squares = new double[slices.Length];
        runChunk = RunChunk;
        runGradient = RunGradient;
        addSquares = AddSquares;
        update = Update;
    }

    /// <summary>Does the step at which the state stands.</summary>
    /// <exception cref="TrainingDivergedException">The loss or the gradient is not finite; the state is as it was.</exception>
    public TrainingProgress Run()
    {
        TrainingSettings settings = state.Settings;
        epochs.Read((long)state.Step * rows.Length, rows);
        team.Run(losses.Length, runChunk);
        double loss = Finite(Sum(losses), "loss");
        parameters.Begin();
        team.Run(parameters.Units, runGradient);
        team.Run(slices.Length, addSquares);
        double norm = Finite(Math.Sqrt(Sum(squares)), "gradient");

        double rate = LearningRateSchedule.At(settings, state.Step);
        double clip = Math.Min(1, settings.GradientClip / norm);
        long optimiserStep = (long)state.Step + (state.StepsBefore ?? 0);
        decayed = new AdamUpdate(settings, optimiserStep + 1, rate, settings.WeightDecay, clip);
        plain = new AdamUpdate(settings, optimiserStep + 1, rate, 0, clip);
        averageDecay = MovingAverage.DecayAt(settings.EmaDecay, optimiserStep);
        team.Run(blocks.Length, update);
        state.Network.AllRowsChanged();
        state.Losses.Add(loss, state.Step);
        state.Step++;
        return new TrainingProgress(state.Step, settings.Steps, loss, state.Losses.Smoothed, rate, norm);
    }

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
        int first = chunk * ChunkRows;
        losses[chunk] = chunks[chunk].Run(first, rows.AsSpan(first, Math.Min(ChunkRows, rows.Length - first)));
    }

    private void RunGradient(int unit, int worker) => parameters.Run(unit, gradients, adds: false);

    private void AddSquares(int slice, int worker)
    {
        (int parameter, int first, int length) = slices[slice];
        squares[slice] = SumOfSquares.Of(gradients[parameter].AsSpan(first, length));
    }

    // What is read and written here is read and written once a step, and packed while it is in the cache.
    private void Update(int block, int worker)
    {
        (int parameter, int firstRow, int rows) = blocks[block];
        Parameter<float> target = state.Network.Parameters[parameter];
        int columns = target.Values.Length / target.Shape[0];
        (int first, int length) = (firstRow * columns, rows * columns);
        Span<float> weights = target.Values.AsSpan(first, length);
        AdamUpdate adam = target.Shape.Length > 1 ? decayed : plain;
        adam.Apply(
            weights,
            gradients[parameter].AsSpan(first, length),
            state.FirstMoment[parameter].AsSpan(first, length),
            state.SecondMoment[parameter].AsSpan(first, length));
        MovingAverage.Update(state.Average[parameter].AsSpan(first, length), weights, averageDecay);
        state.Network.RowsChanged(parameter, firstRow, rows);
    }
}

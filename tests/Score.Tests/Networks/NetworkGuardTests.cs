using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

public sealed class NetworkGuardTests
{
    private readonly ResidualMlp<float> network = new(new MlpSettings(2, 8, 1, 4, 3), 1);
    private readonly float[] buffer = new float[8];

    [Theory]
    [InlineData(0, 8, 1, 4, 0)]
    [InlineData(2, 0, 1, 4, 0)]
    [InlineData(2, 8, -1, 4, 0)]
    [InlineData(2, 8, 1, 0, 0)]
    [InlineData(2, 8, 1, 3, 0)]
    [InlineData(2, 8, 1, 4, -1)]
    [InlineData(1000000, 1000000, 1, 4, 0)]
    [InlineData(2, 1000000, 1, 1000000, 0)]
    [InlineData(2, 8, 1, 4, int.MaxValue)]
    public void Settings_that_make_no_network_are_refused(int dimension, int width, int depth, int features, int classes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MlpSettings(dimension, width, depth, features, classes));

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    public void A_label_that_is_no_class_is_refused(int label) => Assert.Throws<ArgumentOutOfRangeException>(
        () => network.Forward(new float[2], 0.0, [label], buffer.AsSpan(0, 2), network.CreateWorkspace(1, training: false)));

    [Fact]
    public void A_level_that_is_not_a_number_is_refused()
    {
        MlpWorkspace<float> workspace = network.CreateWorkspace(1, training: true);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new float[2], double.NaN, [], buffer.AsSpan(0, 2), workspace));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new float[2], [double.NaN], [], buffer.AsSpan(0, 2), workspace));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new float[2], double.NaN, [], buffer.AsSpan(0, 2), workspace));
        Assert.Throws<InvalidOperationException>(() => network.Backward(new float[2], workspace, [], []));
    }

    [Theory]
    [InlineData(3, 3, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(4, 2, 0)]
    [InlineData(8, 8, 0)]
    [InlineData(4, 4, 1)]
    public void A_batch_that_does_not_fit_is_refused(int inputs, int outputs, int labels) => Assert.Throws<ArgumentException>(
        () => network.Forward(new float[inputs], 0.0, new int[labels], buffer.AsSpan(0, outputs), network.CreateWorkspace(3, training: false)));

    [Fact]
    public void As_many_levels_as_rows_are_needed() => Assert.Throws<ArgumentException>(
        () => network.Forward(new float[4], [1.0], [], buffer.AsSpan(0, 4), network.CreateWorkspace(2, training: false)));

    [Fact]
    public void The_workspace_of_another_network_is_refused()
    {
        MlpWorkspace<float> other = new ResidualMlp<float>(new MlpSettings(2, 9, 1, 4, 3), 1).CreateWorkspace(2, training: true);
        Assert.Throws<ArgumentException>(() => network.Forward(new float[4], 0.0, [], buffer.AsSpan(0, 4), other));
        Assert.Throws<ArgumentException>(() => network.Backward(new float[4], other, [], []));
    }

    [Fact]
    public void A_backward_pass_needs_a_forward_pass_and_a_workspace_for_training()
    {
        Assert.Throws<InvalidOperationException>(() => network.Backward(new float[2], network.CreateWorkspace(1, training: true), [], []));
        MlpWorkspace<float> sampling = network.CreateWorkspace(1, training: false);
        network.Forward(new float[2], 0.0, [], buffer.AsSpan(0, 2), sampling);
        Assert.Throws<ArgumentException>(() => network.Backward(new float[2], sampling, [], []));
    }

    [Fact]
    public void Gradients_of_wrong_lengths_are_refused()
    {
        MlpWorkspace<float> workspace = network.CreateWorkspace(1, training: true);
        network.Forward(new float[2], 0.0, [], buffer.AsSpan(0, 2), workspace);
        float[][] right = [.. network.Parameters.Select(p => new float[p.Values.Length])];
        float[][] wrong = [.. right];
        wrong[3] = new float[1];
        network.Backward(new float[2], workspace, right, buffer.AsSpan(0, 2));
        Assert.Throws<ArgumentException>(() => network.Backward(new float[4], workspace, right, []));
        Assert.Throws<ArgumentException>(() => network.Backward(new float[2], workspace, wrong, []));
        Assert.Throws<ArgumentException>(() => network.Backward(new float[2], workspace, right[1..], []));
        Assert.Throws<ArgumentException>(() => network.Backward(new float[2], workspace, [], buffer.AsSpan(0, 1)));
    }
}

using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>What words for tasks measure of a picture of 8 rows of 6 pixels, and of a sample that is none.</summary>
[Trait("Category", "Once")]
public sealed class TaskWordsTests
{
    private static readonly Model Picture = Of(new ImageShape(8, 6));
    private static readonly Model Plane = Of(null, 2);

    [Theory]
    [InlineData("inpaint", 2, 1, 3)]
    [InlineData("inpaint:4", 2, 1, 4)]
    [InlineData("inpaint:5", 1, 0, 5)]
    [InlineData("INPAINT:1", 3, 2, 1)]
    public void A_hole_lies_in_the_middle(string word, int top, int left, int size)
    {
        double[] kept = Measured(word, Picture);
        int[] expected = [.. Enumerable.Range(0, 48).Where(i => !(i / 6 >= top && i / 6 < top + size && i % 6 >= left && i % 6 < left + size))];
        Assert.Equal(expected.Select(static i => (double)i), kept);
    }

    [Fact]
    public void The_hole_of_a_narrow_picture_is_one_pixel() =>
        Assert.Equal([0, 2, 3], Measured("inpaint", Of(new ImageShape(4, 1))));

    [Theory]
    [InlineData("superres", 2, 12)]
    [InlineData("superres:2", 2, 12)]
    [InlineData("superres:1", 1, 48)]
    public void A_coarse_picture_has_the_means_of_squares(string word, int size, int outputs)
    {
        double[] means = Measured(word, Picture);
        Assert.Equal(outputs, means.Length);

        // Numbers that grow by 1 along rows and by 6 down columns.
        Assert.Equal((size - 1) * 3.5, means[0], 12);
        Assert.Equal(((size - 1) * 3.5) + size, means[1], 12);
        Assert.Equal(((size - 1) * 3.5) + (6 * size), means[6 / size], 12);
    }

    [Theory]
    [InlineData("blur", 1)]
    [InlineData("blur:1", 1)]
    [InlineData("blur:0.5", 0.5)]
    public void A_blur_is_of_as_many_pixels_as_it_says(string word, double deviation)
    {
        ILinearOperator blur = TaskCatalog.Find(word, Picture, new Faults())!;
        double[] point = new double[48];
        point[(4 * 6) + 3] = 1;
        double[] spread = new double[blur.Outputs];
        blur.Apply(point, spread);
        Assert.Equal(Math.Exp(-0.5 / (deviation * deviation)), spread[(4 * 6) + 2] / spread[(4 * 6) + 3], 12);
        Assert.Equal(Math.Exp(-0.5 / (deviation * deviation)), spread[(5 * 6) + 3] / spread[(4 * 6) + 3], 12);
    }

    [Theory]
    [InlineData("compressed", 48, 12)]
    [InlineData("compressed", 2, 1)]
    [InlineData("compressed", 7, 1)]
    [InlineData("compressed", 8, 2)]
    [InlineData("compressed:1", 2, 1)]
    [InlineData("compressed:2", 2, 2)]
    public void Random_combinations_are_a_quarter_or_as_many_as_are_asked_for(string word, int dimension, int outputs)
    {
        ILinearOperator measured = TaskCatalog.Find(word, Of(null, dimension), new Faults())!;
        Assert.Equal((dimension, outputs), (measured.Inputs, measured.Outputs));
        double[] x = [.. Enumerable.Range(0, dimension).Select(static i => 1.0 + i)];
        double[] y = new double[outputs];
        double[] same = new double[outputs];
        measured.Apply(x, y);
        DenseOperator.Random(outputs, dimension, 0).Apply(x, same);
        Assert.Equal(same, y);
    }

    [Theory]
    [InlineData("compressed:3", "The number of task 'compressed' must be greater than 0 and at most 2, not '3'.")]
    [InlineData("compressed:0", "The number of task 'compressed' must be greater than 0 and at most 2, not '0'.")]
    [InlineData("compressed:NaN", "The number of task 'compressed' must be greater than 0 and at most 2, not 'NaN'.")]
    [InlineData("compressed:", "The number of task 'compressed' must be greater than 0 and at most 2, not ''.")]
    [InlineData("compressed:1.5", "The number of task 'compressed' must be a whole number, not '1.5'.")]
    [InlineData("inpaint", "Task 'inpaint' is for pictures of one channel; samples of model 'm' are none. 'compressed' takes any.")]
    public void What_does_not_suit_samples_of_the_plane_is_told(string word, string sentence) => Assert.Equal([sentence], Refused(word, Plane));

    [Theory]
    [InlineData("inpaint:2.7", "The number of task 'inpaint' must be a whole number, not '2.7'.")]
    [InlineData("inpaint:0.5", "The number of task 'inpaint' must be a whole number, not '0.5'.")]
    [InlineData("superres:1.5", "The number of task 'superres' must be a whole number, not '1.5'.")]
    [InlineData("superres:49", "The number of task 'superres' must be greater than 0 and at most 48, not '49'.")]
    [InlineData("blur:49", "The number of task 'blur' must be greater than 0 and at most 48, not '49'.")]
    public void What_does_not_suit_a_picture_is_told(string word, string sentence) => Assert.Equal([sentence], Refused(word, Picture));

    [Fact]
    public void Squares_that_do_not_fill_the_picture_are_told() =>
        Assert.StartsWith("Task 'superres:4' does not suit model 'm': A picture of 8 × 6 pixels does not fall into squares of 4 × 4.", Assert.Single(Refused("superres:4", Picture)), StringComparison.Ordinal);

    [Fact]
    public void Pictures_of_several_channels_are_told() =>
        Assert.Equal(["Task 'blur' is for pictures of one channel; samples of model 'm' are none. 'compressed' takes any."], Refused("blur", Of(new ImageShape(2, 2, 3))));

    [Theory]
    [InlineData(":4", "There is no task ''. Nearest: ")]
    [InlineData("blurr:4", "There is no task 'blurr'. Nearest: blur, ")]
    public void A_word_that_is_no_task_is_told(string word, string sentence) =>
        Assert.StartsWith(sentence, Assert.Single(Refused(word, Picture)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Refused(string word, Model model)
    {
        var faults = new Faults();
        Assert.Null(TaskCatalog.Find(word, model, faults));
        return Told.Of(faults);
    }

    // Of the numbers 0, 1, 2, … in the picture.
    private static double[] Measured(string word, Model model)
    {
        var faults = new Faults();
        ILinearOperator found = TaskCatalog.Find(word, model, faults)!;
        Assert.Empty(Told.Of(faults));
        double[] measured = new double[found.Outputs];
        found.Apply([.. Enumerable.Range(0, model.Dimension).Select(static i => (double)i)], measured);
        return measured;
    }

    private static MixtureModel Of(ImageShape? shape, int dimension = 0)
    {
        int d = shape?.Dimension ?? dimension;
        return new MixtureModel(
            "m",
            GaussianMixture.Of(Gaussian.Isotropic(new double[d], 1)),
            new VariancePreserving(new LinearSchedule()),
            new DataDescription("m", 1, d, 0, shape, DataScaling.Identity));
    }
}

using ScoreSde.Data.Files;
using ScoreSde.Data.Npy;

namespace ScoreSde.Data.Own;

/// <summary>
/// Tells rows from pictures by the shape of an array. [n] and [n, d] are rows; [n, h, w] grey pictures; [n, a, b, c] pictures whose channels are the
/// one end axis of length 1 or 3. Where both or neither end is of that length the user must say.
/// </summary>
internal static class ArrayLayout
{
    /// <summary>The array as rows, pictures with the channels last, and their shape.</summary>
    /// <exception cref="DamagedFileException">The array has no rows, or its shape does not tell and was not told.</exception>
    public static (NumberArray Rows, ImageShape? Image) Of(NumberArray array, DataLayout? asked)
    {
        if (array.Count == 0 || array.Shape.Count == 0)
        {
            throw new DamagedFileException("the array holds no rows.");
        }

        string shape = $"[{string.Join(", ", array.Shape)}]";
        DataLayout layout = asked ?? Guess(array.Shape, shape);
        int axes = layout switch { DataLayout.Rows => array.Shape.Count, DataLayout.HeightWidth => 3, _ => 4 };
        if (array.Shape.Count != axes)
        {
            throw new DamagedFileException($"an array of shape {shape} has not the {axes} axes that the layout asks for.");
        }

        IReadOnlyList<int> s = array.Shape;
        return layout switch
        {
            DataLayout.Rows => (array.WithShape(s[0], array.Count / s[0]), null),
            DataLayout.HeightWidth => (array.WithShape(s[0], s[1] * s[2]), new ImageShape(s[1], s[2])),
            DataLayout.ChannelsLast => (array.WithShape(s[0], array.Count / s[0]), new ImageShape(s[1], s[2], s[3])),
            _ => (array.Transposed(0, 2, 3, 1).WithShape(s[0], array.Count / s[0]), new ImageShape(s[2], s[3], s[1])),
        };
    }

    private static DataLayout Guess(IReadOnlyList<int> shape, string words) => shape.Count switch
    {
        <= 2 => DataLayout.Rows,
        3 => DataLayout.HeightWidth,
        4 when IsColour(shape[3]) && !IsColour(shape[1]) => DataLayout.ChannelsLast,
        4 when IsColour(shape[1]) && !IsColour(shape[3]) => DataLayout.ChannelsFirst,
        _ => throw new DamagedFileException($"an array of shape {words} does not tell what its axes are; give --layout hwc, chw or rows."),
    };

    private static bool IsColour(int length) => length is 1 or 3;
}
